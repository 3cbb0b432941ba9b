/** What {@code register} and {@code serialize} do, for programs: from a package to Flyte. */
@NullMarked
package org.flytekitplugins.jflyte.publish;

import org.jspecify.annotations.NullMarked;
