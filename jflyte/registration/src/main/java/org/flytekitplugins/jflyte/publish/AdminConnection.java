package org.flytekitplugins.jflyte.publish;

import java.util.function.Supplier;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.flyte2.EitherFlyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** A connection to the flyteadmin that the environment names; opened when it is needed first. */
public final class AdminConnection implements AutoCloseable {
  private final Supplier<AdminConfig> config;
  private final Supplier<@Nullable TokenGrant> tokens;
  private final AdminListener listener;
  private @Nullable AdminClient client;

  /**
   * Opens nothing yet.
   *
   * @param authMode the method of a module's token source; null for what the configuration says
   * @param listener hears of calls that take long
   */
  public AdminConnection(
      LauncherEnvironment environment, @Nullable String authMode, AdminListener listener) {
    this(
        () ->
            new AdminConfigReader(
                    environment.variables(), AdminConfigReader.home(environment.variables()))
                .read(),
        () -> authMode == null ? null : ModuleTokens.of(authMode, environment),
        listener);
  }

  /**
   * Opens nothing yet.
   *
   * @param config where it is and how to get in; asked when it is needed first
   * @param listener hears of calls that take long
   */
  public AdminConnection(Supplier<AdminConfig> config, AdminListener listener) {
    this(config, () -> null, listener);
  }

  private AdminConnection(
      Supplier<AdminConfig> config, Supplier<@Nullable TokenGrant> tokens, AdminListener listener) {
    this.config = config;
    this.tokens = tokens;
    this.listener = listener;
  }

  /**
   * The connection.
   *
   * @throws JflyteException if nothing says where flyteadmin is, or no module knows the method
   */
  public synchronized AdminClient client() {
    if (client == null) {
      client =
          AdminClient.builder(config.get())
              .tokens(tokens.get())
              .listener(listener)
              .otherFlyte(EitherFlyte::of)
              .build();
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
