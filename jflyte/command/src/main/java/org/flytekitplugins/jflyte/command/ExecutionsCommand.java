package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flytekitplugins.client.ExecutionFilter;
import org.flytekitplugins.client.ExecutionPhase;
import org.flytekitplugins.client.ExecutionStatus;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.FlyteException;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--phase",
      split = ",",
      paramLabel = "PHASE",
      description =
          "Those in this phase only, such as running or failed; several with commas between, or by"
              + " saying it again.")
  private List<String> phases = new ArrayList<>();

  @Option(
      names = "--workflow",
      paramLabel = "NAME",
      description = "Those of this workflow only, whatever launch plan has started it.")
  private @Nullable String workflow;

  @Option(
      names = "--launch-plan",
      paramLabel = "NAME",
      description = "Those that this launch plan has started only.")
  private @Nullable String launchPlan;

  @Option(names = "--task", paramLabel = "NAME", description = "Those of this single task only.")
  private @Nullable String task;

  ExecutionsCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    if (limit < 1) {
      throw values.refusal("--limit is " + limit + ": give a number of 1 or more");
    }
    ExecutionFilter filter = filter(values);
    output.reserveStandardOutput();
    ClientNotes notes = new ClientNotes(spec.commandLine().getErr());
    try (FlyteClient client = flyte.client(values, environment, notes)) {
      print(FlyteOptions.join(client.executions(limit, filter)), spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }

  private ExecutionFilter filter(OptionValues values) {
    ExecutionFilter.Builder filter = ExecutionFilter.builder();
    phases.forEach(phase -> filter.phase(phase(phase, values)));
    try {
      if (workflow != null) {
        filter.workflow(workflow);
      }
      if (launchPlan != null) {
        filter.launchPlan(launchPlan);
      }
      if (task != null) {
        filter.task(task);
      }
    } catch (FlyteException e) {
      throw values.refusal(String.valueOf(e.getMessage()));
    }
    return filter.build();
  }

  private static ExecutionPhase phase(String text, OptionValues values) {
    String name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    for (ExecutionPhase phase : ExecutionPhase.values()) {
      if (phase.name().equals(name)) {
        return phase;
      }
    }
    throw values.refusal(
        String.format(
            "--phase is %s: write one of %s",
            text,
            Arrays.stream(ExecutionPhase.values())
                .map(phase -> phase.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))));
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
