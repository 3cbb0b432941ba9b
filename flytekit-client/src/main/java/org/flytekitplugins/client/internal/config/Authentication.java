package org.flytekitplugins.client.internal.config;

import com.google.auto.value.AutoValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to get a token. None of them shows a secret when printed. */
public interface Authentication {
  /** No token. */
  @AutoValue
  abstract class None implements Authentication {
    None() {}

    /** No token. */
    public static None of() {
      return new AutoValue_Authentication_None();
    }
  }

  /** A token that somebody else got. */
  @AutoValue
  abstract class StaticToken implements Authentication {
    StaticToken() {}

    /**
     * A token that somebody else got.
     *
     * @param token where it is
     */
    public static StaticToken of(SecretSource token) {
      return new AutoValue_Authentication_StaticToken(token);
    }

    /** Where it is. */
    public abstract SecretSource token();
  }

  /** What a command prints is the token. */
  @AutoValue
  abstract class Command implements Authentication {
    Command() {}

    /**
     * What a command prints is the token.
     *
     * @param command the program and its arguments; no shell is asked
     */
    public static Command of(List<String> command) {
      return new AutoValue_Authentication_Command(List.copyOf(command));
    }

    /** The program and its arguments. */
    public abstract List<String> command();

    /** The program; its arguments may be secrets. */
    @Override
    public final String toString() {
      return "Command[" + command().get(0) + "]";
    }
  }

  /** OAuth2 client credentials. */
  @AutoValue
  abstract class ClientCredentials implements Authentication {
    ClientCredentials() {}

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
    public static ClientCredentials of(
        String clientId,
        SecretSource secret,
        List<String> scopes,
        @Nullable String tokenUrl,
        @Nullable String audience,
        boolean audienceFromAdmin) {
      return new AutoValue_Authentication_ClientCredentials(
          clientId, secret, List.copyOf(scopes), tokenUrl, audience, audienceFromAdmin);
    }

    /** Who asks. */
    public abstract String clientId();

    /** The client's secret. */
    public abstract SecretSource secret();

    /** What to ask for; empty for what flyteadmin says. */
    public abstract List<String> scopes();

    /** Whom to ask; null for what flyteadmin says. */
    public abstract @Nullable String tokenUrl();

    /** For whom the token is; null for none. */
    public abstract @Nullable String audience();

    /** Whether flyteadmin says for whom the token is. */
    public abstract boolean audienceFromAdmin();
  }

  /**
   * A way that needs a person and a browser, neither of which is here. It matters only if
   * flyteadmin wants a token at all.
   */
  @AutoValue
  abstract class Interactive implements Authentication {
    Interactive() {}

    /**
     * A way that needs a person and a browser.
     *
     * @param authType its name in the configuration: {@code Pkce} or {@code DeviceFlow}
     * @param source where it is configured
     */
    public static Interactive of(String authType, String source) {
      return new AutoValue_Authentication_Interactive(authType, source);
    }

    /** Its name in the configuration. */
    public abstract String authType();

    /** Where it is configured. */
    public abstract String source();
  }
}
