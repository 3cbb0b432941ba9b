package org.flytekitplugins.spi;

/**
 * This replica has no outputs, and another one of its job writes them: thrown by {@code run} where
 * nobody knows beforehand whose process will lead, as in elastic training. It is no failure. The
 * replica stays until the outputs or an error of the job are there, and then leaves as one that is
 * done.
 *
 * <p>Only {@code run} itself can say so: as the cause of another exception it means nothing. Of a
 * replica that is known to lead from the start it is a mistake, which ends the job with an error.
 */
public final class IgnoreOutputsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A replica without outputs.
   *
   * @param reason why, for its log
   */
  public IgnoreOutputsException(String reason) {
    super(reason);
  }
}
