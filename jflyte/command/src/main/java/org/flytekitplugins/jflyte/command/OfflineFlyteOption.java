package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.client.internal.config.PlatformVersion;
import org.flytekitplugins.jflyte.Flyte;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag that says which Flyte something is made for, where none is asked. */
final class OfflineFlyteOption {
  @Option(
      names = FlyteVersionOption.FLAG,
      paramLabel = "1|2",
      description = "Which Flyte it is for. Default: " + PlatformVersion.VARIABLE + ", else 1.")
  private @Nullable String version;

  /** That one. */
  Flyte flyte(Map<String, String> environment, OptionValues values) {
    Integer said = values.flyte(version, environment);
    return said != null && said == 2 ? Flyte.TWO : Flyte.ONE;
  }
}
