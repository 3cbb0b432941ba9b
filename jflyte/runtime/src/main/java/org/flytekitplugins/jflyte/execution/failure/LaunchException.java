package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.spi.RecoverableException;

/**
 * Storage failed before the task ran or after it, for example its inputs cannot be read or its
 * outputs not be written: the platform's failure and no fault of the task, so that another try may
 * go better. The message is a sentence.
 */
public final class LaunchException extends RecoverableException {
  private static final long serialVersionUID = 1;

  /**
   * A failure.
   *
   * @param sentence what could not be done, with the failure of storage in it
   * @param cause that failure
   */
  public LaunchException(String sentence, Throwable cause) {
    super(sentence, cause, Origin.SYSTEM);
  }
}
