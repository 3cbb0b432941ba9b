package org.flytekitplugins.client.internal.admin.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.Authentication;
import org.flytekitplugins.client.internal.config.SecretSource;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.flytekitplugins.kubeflow.internal.TokenVariables;
import org.jspecify.annotations.Nullable;

/**
 * Which token calls carry, and by which header. Tokens of a module, of a file or of a variable are
 * sent from the first call on, as stock jflyte does; all others are got when flyteadmin first wants
 * one, as flytectl does.
 */
public final class Authorization {
  /** The header that flyteadmin takes unless it is configured otherwise. */
  public static final String DEFAULT_HEADER = "flyte-authorization";

  private static final String HTTP_HEADER = "authorization";

  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(60);

  private final @Nullable TokenCache tokens;
  private final boolean eager;
  private final @Nullable String interactive;
  private final @Nullable SecretSource given;

  private volatile String header;

  private Authorization(
      @Nullable TokenGrant grant,
      Supplier<String> header,
      boolean eager,
      @Nullable String interactive,
      @Nullable SecretSource given,
      String defaultHeader) {
    this.header = defaultHeader;
    this.tokens =
        grant == null
            ? null
            : new TokenCache(
                () -> {
                  this.header = header.get();
                  return grant.grant();
                },
                Clock.systemUTC());
    this.eager = eager;
    this.interactive = interactive;
    this.given = given;
  }

  /**
   * The authorization of a configuration.
   *
   * @param config says how
   * @param module a module's tokens; they win; null for none
   * @param server what flyteadmin says; asked only if needed
   * @return the authorization
   */
  public static Authorization of(
      AdminConfig config, @Nullable TokenGrant module, Supplier<OAuthServer> server) {
    return of(config, module, server, DEFAULT_HEADER);
  }

  /**
   * The same for Flyte 2, which takes HTTP's own header unless it says otherwise.
   *
   * @param config says how
   * @param module a module's tokens; they win; null for none
   * @param server what Flyte 2 says; asked only if needed
   * @return the authorization
   */
  public static Authorization ofFlyte2(
      AdminConfig config, @Nullable TokenGrant module, Supplier<OAuthServer> server) {
    return of(config, module, server, HTTP_HEADER);
  }

  private static Authorization of(
      AdminConfig config,
      @Nullable TokenGrant module,
      Supplier<OAuthServer> server,
      String defaultHeader) {
    @Nullable String configured = config.authorizationHeader();
    Supplier<String> stock = () -> configured == null ? defaultHeader : configured;
    Supplier<String> told =
        () -> {
          if (configured != null) {
            return configured;
          }
          String said = server.get().header();
          return said.isEmpty() ? HTTP_HEADER : said;
        };
    if (module != null) {
      return new Authorization(module, stock, true, null, null, defaultHeader);
    }
    Authentication authentication = config.authentication();
    if (authentication instanceof Authentication.StaticToken) {
      SecretSource token = ((Authentication.StaticToken) authentication).token();
      return new Authorization(new StaticTokens(token), stock, true, null, token, defaultHeader);
    }
    if (authentication instanceof Authentication.Command) {
      List<String> command = ((Authentication.Command) authentication).command();
      return new Authorization(
          new CommandTokens(command, COMMAND_PATIENCE), told, false, null, null, defaultHeader);
    }
    if (authentication instanceof Authentication.ClientCredentials) {
      TokenGrant grant =
          new ClientCredentialTokens(
              (Authentication.ClientCredentials) authentication, config, server);
      return new Authorization(grant, told, false, null, null, defaultHeader);
    }
    if (authentication instanceof Authentication.Interactive) {
      Authentication.Interactive way = (Authentication.Interactive) authentication;
      return new Authorization(
          null, stock, false, way.source() + " \"" + way.authType() + "\"", null, defaultHeader);
    }
    return new Authorization(null, stock, false, null, null, defaultHeader);
  }

  /** No token ever, for servers that want none. */
  public static Authorization none() {
    return new Authorization(null, () -> HTTP_HEADER, false, null, null, HTTP_HEADER);
  }

  /**
   * The token for a call, or null for a call without.
   *
   * @return fails with a {@link SentenceException} if there should be one and is not
   */
  public CompletableFuture<@Nullable AccessToken> token() {
    @Nullable CompletableFuture<AccessToken> token =
        tokens == null ? null : eager ? tokens.token() : tokens.tokenIfAny();
    return token == null
        ? CompletableFuture.completedFuture(null)
        : token.thenApply(given -> given);
  }

  /**
   * Gets another token, because flyteadmin did not take the one of a call.
   *
   * @param refused the token of that call; null for none
   * @return the other token; null, at once, if there is no way to get one
   */
  public @Nullable CompletableFuture<AccessToken> renew(@Nullable AccessToken refused) {
    if (tokens == null) {
      return null;
    }
    if (refused != null) {
      tokens.discard(refused);
    }
    return tokens.token();
  }

  /** The metadata key of a token that was got. */
  public String header() {
    return header;
  }

  /** What to do about a refusal for want of a good token: the end of a sentence. */
  public String remedy() {
    if (interactive != null) {
      return interactive
          + " needs a person and a browser, neither of which is here: set "
          + TokenVariables.FILE
          + ", or"
          + " configure authType ClientSecret or ExternalCommand";
    }
    if (tokens == null) {
      return "no token was sent: set "
          + TokenVariables.FILE
          + ", configure admin.authType ClientSecret or ExternalCommand in Flyte's configuration,"
          + " or give one (--auth-mode of jflyte, token() of FlyteClient)";
    }
    if (given != null) {
      return "the token in "
          + given
          + " was refused: put one there that is for this flyteadmin and has not expired";
    }
    return "a new token was refused too: look at whom it is for, and at what it allows";
  }
}
