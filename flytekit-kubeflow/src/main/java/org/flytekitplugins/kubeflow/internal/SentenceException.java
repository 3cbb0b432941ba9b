package org.flytekitplugins.kubeflow.internal;

import org.jspecify.annotations.Nullable;

/**
 * Something that the user has to put right: one sentence that names the field, its value and the
 * remedy. A command prints it as it is, without a stack trace.
 */
public class SentenceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public SentenceException(String sentence) {
    super(sentence);
  }

  /**
   * @param sentence what is wrong and what to do about it
   * @param cause for whoever wants to know more
   */
  public SentenceException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
