package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.LaunchPlanVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jflyte launchplan activate}. */
@Command(
    name = "activate",
    description =
        "Makes a version of a launch plan the active one, with its schedule. An older version is the"
            + " way back; its package is not needed.")
final class LaunchPlanActivateCommand extends LaunchPlanAction {
  @Parameters(index = "0", paramLabel = "NAME", description = "The launch plan, by its full name.")
  private String name = "";

  @Option(
      names = {"-v", "--version"},
      paramLabel = "VERSION",
      description = "The version. Default: the one that was registered last.")
  private @Nullable String version;

  LaunchPlanActivateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  List<LaunchPlanVersion> call(FlyteClient client) {
    return List.of(FlyteOptions.join(client.activate(name, version)));
  }

  @Override
  void print(List<LaunchPlanVersion> versions, PrintWriter out) {
    versions.forEach(
        plan ->
            out.println(
                text(plan)
                    + ", is active"
                    + (plan.schedule().isEmpty() ? "" : ": " + plan.schedule())));
  }
}
