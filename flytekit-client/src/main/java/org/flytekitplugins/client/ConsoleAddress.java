package org.flytekitplugins.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/** Where Flyte's console shows executions. */
final class ConsoleAddress {
  private final String base;

  private ConsoleAddress(String base) {
    this.base = base;
  }

  /**
   * The console beside flyteadmin, where Flyte's charts put it.
   *
   * @param said where it is otherwise, like {@code https://flyte.example.com}; null for nothing
   */
  static ConsoleAddress of(AdminConfig config, @Nullable String said) {
    if (said != null) {
      return new ConsoleAddress(said.replaceAll("/+$", "").replaceAll("/console$", ""));
    }
    String authority = config.endpoint().authority();
    return new ConsoleAddress(
        config.insecure()
            ? "http://" + authority.replaceAll(":80$", "")
            : "https://" + authority.replaceAll(":443$", ""));
  }

  String of(ExecutionId execution) {
    return base
        + "/console/projects/"
        + encoded(execution.project())
        + "/domains/"
        + encoded(execution.domain())
        + "/executions/"
        + encoded(execution.name());
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
