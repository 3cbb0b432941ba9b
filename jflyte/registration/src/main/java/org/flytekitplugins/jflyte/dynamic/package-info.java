/** Dynamic workflow tasks in their pods: what they want Flyte to run next. */
@NullMarked
package org.flytekitplugins.jflyte.dynamic;

import org.jspecify.annotations.NullMarked;
