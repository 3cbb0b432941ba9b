/** Flyte's templates in the command lines of containers. */
@NullMarked
package org.flytekitplugins.jflyte.local.internal.template;

import org.jspecify.annotations.NullMarked;
