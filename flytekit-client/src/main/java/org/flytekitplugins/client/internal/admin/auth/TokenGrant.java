package org.flytekitplugins.client.internal.admin.auth;

/** A way to get a token. It may take its time: it is asked by a thread of its own. */
@FunctionalInterface
public interface TokenGrant {
  /**
   * Asks for a token, anew each time.
   *
   * @return the token
   * @throws UnreachableTokensException if whoever gives it does not answer now
   * @throws org.flytekitplugins.kubeflow.internal.SentenceException if there is none; no message
   *     holds a secret
   */
  AccessToken grant();
}
