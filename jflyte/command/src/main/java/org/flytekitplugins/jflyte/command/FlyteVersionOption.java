package org.flytekitplugins.jflyte.command;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.client.internal.config.PlatformVersion;
import org.flytekitplugins.jflyte.publish.LauncherEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says which Flyte is spoken to. */
final class FlyteVersionOption {
  static final String FLAG = "--flyte";

  @Option(
      names = FLAG,
      paramLabel = "1|2",
      description =
          "Which Flyte it is. Default: "
              + PlatformVersion.VARIABLE
              + ", else whichever answers at the endpoint.")
  private @Nullable String version;

  /** An environment with what the flag says, which is a Flyte that there is. */
  Map<String, String> in(Map<String, String> environment, OptionValues values) {
    Integer said = values.flyte(version, environment);
    if (said == null || version == null) {
      return environment;
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put(PlatformVersion.VARIABLE, said.toString());
    return Map.copyOf(all);
  }

  /** An environment with what the flag says. */
  LauncherEnvironment in(LauncherEnvironment environment, OptionValues values) {
    return new LauncherEnvironment(in(environment.variables(), values));
  }
}
