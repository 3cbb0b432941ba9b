package org.flytekitplugins.client.internal.admin.auth;

/** A way to get a token. It may take its time: it is asked by a thread of its own. */
@FunctionalInterface
public interface TokenGrant {
  /**
   * Asks for a token, anew each time.
   *
   * @return the token
   * @throws org.flytekitplugins.kubeflow.internal.SentenceException if there is none; the message
   *     holds no secret
   */
  AccessToken grant();
}
