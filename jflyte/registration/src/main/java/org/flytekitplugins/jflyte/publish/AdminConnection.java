package org.flytekitplugins.jflyte.publish;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.admin.AdminListener;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.JflyteModule;
import org.flytekitplugins.jflyte.loading.ModuleDirectory;
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
              .tokens(authMode == null ? null : tokens(authMode))
              .listener(listener)
              .build();
    }
    return client;
  }

  private ModuleTokens tokens(String method) {
    Path directory = environment.moduleDirectory();
    if (directory == null) {
      throw new JflyteException(
          String.format(
              "--auth-mode %s comes from a module: set %s to the directory" + " that has it",
              method, ModuleDirectory.VARIABLE));
    }
    List<TokenSourceFactory> factories = new ArrayList<>();
    for (JflyteModule module : ModuleDirectory.of(directory).modules()) {
      module.tokenSourceFactories(environment.variables()).forEach(factories::add);
    }
    return ModuleTokens.of(method, factories);
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
    }
  }
}
