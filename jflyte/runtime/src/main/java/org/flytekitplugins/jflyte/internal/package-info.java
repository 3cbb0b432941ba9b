/** Not API: what several rooms of jflyte share. It may change with every version. */
@NullMarked
package org.flytekitplugins.jflyte.internal;

import org.jspecify.annotations.NullMarked;
