package org.flytekitplugins.jflyte.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to get a token. None of them shows a secret when printed. */
public sealed interface Authentication {
  /** No token. */
  record None() implements Authentication {}

  /**
   * A token that somebody else got.
   *
   * @param token where it is
   */
  record StaticToken(SecretSource token) implements Authentication {}

  /**
   * What a command prints is the token.
   *
   * @param command the program and its arguments; no shell is asked
   */
  record Command(List<String> command) implements Authentication {
    /** Keeps a copy that nobody can change. */
    public Command {
      command = List.copyOf(command);
    }

    /** The program; its arguments may be secrets. */
    @Override
    public String toString() {
      return "Command[" + command.get(0) + "]";
    }
  }

  /**
   * OAuth2 client credentials.
   *
   * @param clientId who asks
   * @param secret the client's secret
   * @param scopes what to ask for; empty for what flyteadmin says
   * @param tokenUrl whom to ask; null for what flyteadmin says
   * @param audience for whom the token is; null for none
   * @param audienceFromAdmin whether flyteadmin says for whom the token is
   */
  record ClientCredentials(
      String clientId,
      SecretSource secret,
      List<String> scopes,
      @Nullable String tokenUrl,
      @Nullable String audience,
      boolean audienceFromAdmin)
      implements Authentication {
    /** Keeps copies that nobody can change. */
    public ClientCredentials {
      scopes = List.copyOf(scopes);
    }
  }

  /**
   * A way that needs a person and a browser, which jflyte has not. It matters only if flyteadmin
   * wants a token at all.
   *
   * @param authType its name in the configuration: {@code Pkce} or {@code DeviceFlow}
   * @param source where it is configured
   */
  record Interactive(String authType, String source) implements Authentication {}
}
