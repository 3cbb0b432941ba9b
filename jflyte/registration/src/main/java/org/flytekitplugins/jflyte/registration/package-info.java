/** The order in which entities are registered, and what became of each. */
@NullMarked
package org.flytekitplugins.jflyte.registration;

import org.jspecify.annotations.NullMarked;
