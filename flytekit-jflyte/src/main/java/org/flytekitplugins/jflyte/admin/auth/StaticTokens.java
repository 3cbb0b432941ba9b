package org.flytekitplugins.jflyte.admin.auth;

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
    return new AccessToken("Bearer", source.read(), null);
  }
}
