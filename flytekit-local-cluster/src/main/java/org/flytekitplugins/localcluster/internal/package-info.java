/** Not API: replicas as processes of this machine, what they say, and who ends them in the end. */
@NullMarked
package org.flytekitplugins.localcluster.internal;

import org.jspecify.annotations.NullMarked;
