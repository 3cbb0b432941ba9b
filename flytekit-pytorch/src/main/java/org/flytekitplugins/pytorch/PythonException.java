package org.flytekitplugins.pytorch;

import org.jspecify.annotations.Nullable;

/**
 * A Python process has failed. The message is one line: which rank, and what it raised or how it
 * ended. In a stack trace Python's own traceback follows it, or the last lines that were printed.
 */
public final class PythonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable Integer rank;
  private final String details;

  PythonException(String message, @Nullable Integer rank, String details) {
    super(message);
    this.rank = rank;
    this.details = details;
  }

  /** The rank that failed; null for a script that has none, and for torchrun itself. */
  public @Nullable Integer rank() {
    return rank;
  }

  /** Python's traceback; where there is none, the last lines that were printed, or nothing. */
  public String details() {
    return details;
  }

  /** The class and the message, and the details below, where a stack trace shows them. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is one line, for one-line reports
  public String toString() {
    return details.isEmpty() ? super.toString() : super.toString() + "\n" + details;
  }
}
