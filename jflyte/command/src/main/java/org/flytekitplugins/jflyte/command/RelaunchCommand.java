package org.flytekitplugins.jflyte.command;

import java.util.Map;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jflyte relaunch}. */
@Command(name = "relaunch", description = "Starts an execution once more, with the same inputs.")
final class RelaunchCommand extends ExecutionCommand {
  @Option(
      names = "--wait",
      description =
          "Show its nodes until it has ended, then its outputs; exit with 1 unless it succeeds.")
  private boolean wait;

  @Mixin private ReportLinks reportLinks = new ReportLinks();

  RelaunchCommand(Map<String, String> environment) {
    super(environment);
  }

  @Override
  int call(FlyteClient client, Execution execution) {
    return new StartedExecution(spec(), isJson(), reportLinks)
        .report(FlyteOptions.join(execution.relaunch()), wait);
  }
}
