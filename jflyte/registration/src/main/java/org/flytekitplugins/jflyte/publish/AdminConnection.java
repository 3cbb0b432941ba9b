package org.flytekitplugins.jflyte.publish;

import java.nio.file.Path;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.client.internal.flyte2.EitherFlyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** A connection to the flyteadmin that the environment names; opened when it is needed first. */
public final class AdminConnection implements AutoCloseable {
  private final LauncherEnvironment environment;
  private final @Nullable String authMode;
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
    this.environment = environment;
    this.authMode = authMode;
    this.listener = listener;
  }

  /**
   * The connection.
   *
   * @throws JflyteException if nothing says where flyteadmin is, or no module knows the method
   */
  public synchronized AdminClient client() {
    if (client == null) {
      Path home = AdminConfigReader.home(environment.variables());
      client =
          AdminClient.builder(new AdminConfigReader(environment.variables(), home).read())
              .tokens(authMode == null ? null : ModuleTokens.of(authMode, environment))
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
