package org.flytekitplugins.jflyte.admin.auth;

import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.config.SecretSource;

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
      throw new JflyteException(
          "the token in "
              + source
              + " has a line break or another character that no header can carry: put the token"
              + " there alone");
    }
    return new AccessToken("Bearer", token, null);
  }
}
