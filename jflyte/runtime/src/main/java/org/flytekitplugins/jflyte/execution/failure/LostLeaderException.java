package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.spi.RecoverableException;

/**
 * A replica without outputs has waited in vain for those of the replica that leads: another try may
 * go better. The message is a sentence.
 */
public final class LostLeaderException extends RecoverableException {
  private static final long serialVersionUID = 1;

  /**
   * A failure.
   *
   * @param grace how long it has waited, in words
   * @param variable the environment variable for that time
   */
  public LostLeaderException(String grace, String variable) {
    super(
        "it was done, and no replica has written outputs or an error for "
            + grace
            + ": the one that leads hangs or is gone, as its log may tell; if it needs longer, set "
            + variable
            + " in the task's environment",
        null,
        Origin.SYSTEM);
  }
}
