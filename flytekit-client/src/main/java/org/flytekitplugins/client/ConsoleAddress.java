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
   * The console where the configuration has it, else beside flyteadmin, as Flyte's charts put it.
   *
   * @param said where it is otherwise, like {@code https://flyte.example.com}; null for nothing
   */
  static ConsoleAddress of(AdminConfig config, @Nullable String said) {
    String url = said == null ? config.console() : said;
    if (url != null) {
      String base = url.strip().replaceAll("/+$", "").replaceAll("/console$", "");
      return new ConsoleAddress(base.contains("://") ? base : scheme(config) + base);
    }
    String authority = config.endpoint().authority();
    return new ConsoleAddress(
        scheme(config) + authority.replaceAll(config.insecure() ? ":80$" : ":443$", ""));
  }

  private static String scheme(AdminConfig config) {
    return config.insecure() ? "http://" : "https://";
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

  /** The page of a run of Flyte 2, as its Python client says it. */
  String ofRun(ExecutionId run) {
    return base
        + "/v2/runs/project/"
        + encoded(run.project())
        + "/domain/"
        + encoded(run.domain())
        + "/"
        + encoded(run.name());
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
