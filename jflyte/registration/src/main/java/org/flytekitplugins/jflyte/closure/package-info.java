/** All that a package holds, complete and consistent, as flyteadmin wants to have it. */
@NullMarked
package org.flytekitplugins.jflyte.closure;

import org.jspecify.annotations.NullMarked;
