/** Processes that run here in place of containers, and those that tasks start. */
@NullMarked
package org.flytekitplugins.jflyte.local.internal.process;

import org.jspecify.annotations.NullMarked;
