package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.LaunchPlanVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jflyte launchplan deactivate}. */
@Command(
    name = "deactivate",
    description = "Ends the schedule of a launch plan: no version of it is active then.")
final class LaunchPlanDeactivateCommand extends LaunchPlanAction {
  @Parameters(index = "0", paramLabel = "NAME", description = "The launch plan, by its full name.")
  private String name = "";

  LaunchPlanDeactivateCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  List<LaunchPlanVersion> call(FlyteClient client) {
    return FlyteOptions.join(client.deactivate(name)).map(List::of).orElse(List.of());
  }

  @Override
  void print(List<LaunchPlanVersion> versions, PrintWriter out) {
    if (versions.isEmpty()) {
      out.println("no version of launch plan " + name + " was active");
    }
    versions.forEach(plan -> out.println(text(plan) + ", is active no more"));
  }
}
