package org.flytekitplugins.jflyte.command;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.client.internal.config.AdminConfigReader;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says which Flyte is spoken to. */
final class FlyteVersionOption {
  @Option(
      names = "--flyte",
      paramLabel = "1|2",
      description =
          "Which Flyte it is. Default: "
              + AdminConfigReader.FLYTE
              + ", else whichever answers at the endpoint.")
  private @Nullable String version;

  /** An environment with what the flag says. */
  Map<String, String> in(Map<String, String> environment, OptionValues values) {
    if (version == null) {
      return environment;
    }
    if (!version.equals("1") && !version.equals("2")) {
      throw values.refusal("--flyte is " + version + ": write 1 or 2, or leave it out");
    }
    Map<String, String> said = new HashMap<>(environment);
    said.put(AdminConfigReader.FLYTE, version);
    return Map.copyOf(said);
  }

  /** An environment with what the flag says. */
  LauncherEnvironment in(LauncherEnvironment environment, OptionValues values) {
    return new LauncherEnvironment(in(environment.variables(), values));
  }
}
