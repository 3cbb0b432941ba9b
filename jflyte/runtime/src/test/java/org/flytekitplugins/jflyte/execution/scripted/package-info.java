/** A package of tasks, as a user has one, whose behaviour is told by its input. */
@NullMarked
package org.flytekitplugins.jflyte.execution.scripted;

import org.jspecify.annotations.NullMarked;
