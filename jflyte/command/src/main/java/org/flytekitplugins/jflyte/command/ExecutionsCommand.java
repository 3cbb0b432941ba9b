package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.kubeflow.internal.DurationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jflyte executions}. */
@Command(name = "executions", description = "Lists the executions of a project, the newest first.")
final class ExecutionsCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOption help = new HelpOption();

  @Mixin private FlyteOptions flyte = new FlyteOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many at most. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  ExecutionsCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    if (limit < 1) {
      throw values.refusal("--limit is " + limit + ": give a number of 1 or more");
    }
    output.reserveStandardOutput();
    ClientNotes notes = new ClientNotes(spec.commandLine().getErr());
    try (FlyteClient client = flyte.client(values, environment, notes)) {
      print(FlyteOptions.join(client.executions(limit)), spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }

  private void print(List<ExecutionStatus> executions, PrintWriter out) {
    if (output.isJson()) {
      ExecutionJson.write(executions, out);
      return;
    }
    Columns columns = new Columns();
    for (ExecutionStatus one : executions) {
      columns.add(
          one.id().name(),
          one.phase().name().toLowerCase(Locale.ROOT),
          one.createdAt() == null ? "" : one.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          one.duration() == null ? "" : DurationText.measured(one.duration()),
          one.entity() + " " + one.version());
    }
    columns.lines().forEach(out::println);
    out.flush();
  }
}
