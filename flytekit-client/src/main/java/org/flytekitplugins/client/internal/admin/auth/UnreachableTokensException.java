package org.flytekitplugins.client.internal.admin.auth;

import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** Whoever gives tokens does not answer now; later there may be one. */
public final class UnreachableTokensException extends SentenceException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence who does not answer, and what to do about it
   * @param cause for whoever wants to know more
   */
  public UnreachableTokensException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
