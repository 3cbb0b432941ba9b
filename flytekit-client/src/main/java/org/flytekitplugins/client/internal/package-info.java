/** Not API: what the client sends and reads. It may change with every version. */
@NullMarked
package org.flytekitplugins.client.internal;

import org.jspecify.annotations.NullMarked;
