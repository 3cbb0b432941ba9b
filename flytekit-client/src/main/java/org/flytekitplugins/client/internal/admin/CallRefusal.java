package org.flytekitplugins.client.internal.admin;

import org.flytekitplugins.kubeflow.internal.SentenceException;

/** A call that was not sent, because its server would do with it what nobody wants. */
public final class CallRefusal extends SentenceException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong and what to do about it
   */
  public CallRefusal(String sentence) {
    super(sentence);
  }
}
