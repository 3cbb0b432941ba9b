package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.LaunchPlanVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jflyte launchplan list}. */
@Command(name = "list", description = "Lists launch plans with their versions, the newest first.")
final class LaunchPlanListCommand extends LaunchPlanAction {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The versions of this one only.")
  private @Nullable String name;

  LaunchPlanListCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  List<LaunchPlanVersion> call(FlyteClient client) {
    return FlyteOptions.join(client.launchPlans(name));
  }

  @Override
  void print(List<LaunchPlanVersion> versions, PrintWriter out) {
    Columns columns = new Columns();
    for (LaunchPlanVersion plan : versions) {
      columns.add(plan.name(), plan.version(), plan.isActive() ? "active" : "", plan.schedule());
    }
    columns.lines().forEach(out::println);
  }
}
