package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jflyte watch}. */
@Command(
    name = "watch",
    description =
        "Shows the nodes of an execution until it has ended, then its outputs; exits with 1 unless"
            + " it succeeds.")
final class WatchCommand extends ExecutionCommand {
  @Mixin private ReportLinks reportLinks = new ReportLinks();

  WatchCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(FlyteClient client, Execution execution) {
    return new ExecutionWait(out(), err(), isJson(), reportLinks).run(execution);
  }
}
