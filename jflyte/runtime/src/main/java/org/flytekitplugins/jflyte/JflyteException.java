package org.flytekitplugins.jflyte;

import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user has to put right: one sentence that names the field, its value and the
 * remedy. A command prints it as it is, without a stack trace, and exits with 1.
 */
public class JflyteException extends SentenceException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public JflyteException(String sentence) {
    super(sentence);
  }

  /**
   * @param sentence what is wrong and what to do about it
   * @param cause shown with {@code --verbose} only
   */
  public JflyteException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
