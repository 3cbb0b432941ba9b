/**
 * Runs a user's Python script for a task, and says how it ended; nobody but this project should use
 * it: it changes without notice.
 */
@NullMarked
package org.flytekitplugins.pytorch.internal.python;

import org.jspecify.annotations.NullMarked;
