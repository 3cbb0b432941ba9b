package org.flytekitplugins.client.internal.admin.auth;

import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.kubeflow.internal.SentenceException;

/** A token that somebody else got, and may renew where it is. */
public final class StaticTokens implements TokenGrant {
  private final SecretSource source;

  /**
   * @param source where it is
   */
  public StaticTokens(SecretSource source) {
    this.source = source;
  }

  @Override
  public AccessToken grant() {
    String token = source.read();
    if (!AccessToken.isVisible(token)) {
      throw new SentenceException(
          "the token in "
              + source
              + " has a line break or another character that no header can carry: put the token"
              + " there alone");
    }
    return AccessToken.of("Bearer", token, null);
  }
}
