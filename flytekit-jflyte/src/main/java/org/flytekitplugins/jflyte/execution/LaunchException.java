package org.flytekitplugins.jflyte.execution;

import org.flytekitplugins.spi.RecoverableException;

/**
 * Storage failed before the task ran, for example its inputs cannot be read: the platform's failure
 * and no fault of the task, so that another try may go better. The message is a sentence.
 */
final class LaunchException extends RecoverableException {
  private static final long serialVersionUID = 1;

  LaunchException(String sentence, Throwable cause) {
    super(sentence, cause, Origin.SYSTEM);
  }
}
