package org.flytekitplugins.jflyte.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says how to prove who one is. */
final class AuthOptions {
  @Option(
      names = {"-am", "--auth-mode"},
      paramLabel = "METHOD",
      description =
          "A token source of the module directory, such as id_token. Default: what Flyte's client"
              + " configuration says.")
  private @Nullable String method;

  @Nullable String method() {
    return method;
  }
}
