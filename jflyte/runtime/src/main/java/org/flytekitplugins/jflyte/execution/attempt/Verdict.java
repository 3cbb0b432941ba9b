package org.flytekitplugins.jflyte.execution.attempt;

import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt's documents say of how it ended.
 *
 * @param error why it failed; null if nobody has said so
 * @param hasOutputs whether its outputs are there
 */
record Verdict(@Nullable TaskError error, boolean hasOutputs) {
  /** Whether nobody has decided the attempt. */
  boolean isOpen() {
    return error == null && !hasOutputs;
  }
}
