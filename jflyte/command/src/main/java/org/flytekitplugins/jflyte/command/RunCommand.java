package org.flytekitplugins.jflyte.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.client.Execution;
import org.flytekitplugins.client.FlyteClient;
import org.flytekitplugins.client.FlyteException;
import org.flytekitplugins.client.Launch;
import org.flytekitplugins.client.LaunchableEntity;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code jflyte run}. */
@Command(
    name = "run",
    description = {
      "Starts what is registered, on the cluster: a launch plan, a workflow by its launch plan, or a"
          + " single task.",
      "",
      "Its inputs are options of their own, as those of execute-local: --NAME VALUE for each. Those"
          + " that the launch plan gives may be left out.",
      ""
    },
    customSynopsis = "jflyte run NAME -p PROJECT -d DOMAIN [OPTION...] [--INPUT VALUE...]")
final class RunCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOption help = new HelpOption();

  @Mixin private FlyteOptions flyte = new FlyteOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private ReportLinks reportLinks = new ReportLinks();

  @Parameters(index = "0", paramLabel = "NAME", description = "What to start, by its full name.")
  private String name = "";

  @Option(
      names = {"-v", "--version"},
      paramLabel = "VERSION",
      description = "Its version. Default: the one that was registered last.")
  private @Nullable String version;

  @Option(
      names = "--inputs",
      paramLabel = "FILE.json",
      description = "Inputs by name as a JSON object. What is an option too is taken from there.")
  private @Nullable Path inputsFile;

  @Option(
      names = "--wait",
      description =
          "Show its nodes until it has ended, then its outputs; exit with 1 unless it succeeds.")
  private boolean wait;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The execution's own name. Default: one made by lot.")
  private @Nullable String executionName;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label of the execution and its pods; may be repeated.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--annotation",
      paramLabel = "KEY=VALUE",
      description = "An annotation of the execution and its pods; may be repeated.")
  private Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--service-account",
      paramLabel = "NAME",
      description = "The Kubernetes service account that its pods run as.")
  private @Nullable String serviceAccount;

  @Option(
      names = "--raw-output-prefix",
      paramLabel = "URI",
      description = "Where its tasks put files.")
  private @Nullable String rawOutputPrefix;

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      description = "How many of its nodes may run at once.")
  private int maxParallelism;

  @Option(
      names = "--overwrite-cache",
      description = "Run tasks although what they give is cached, and replace it.")
  private boolean overwriteCache;

  @Option(
      names = "--interruptible",
      negatable = true,
      description = "Whether its tasks may run on nodes that can go. Default: what they say.")
  private @Nullable Boolean interruptible;

  @Unmatched private List<String> arguments = new ArrayList<>();

  RunCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    output.reserveStandardOutput();
    PrintWriter err = spec.commandLine().getErr();
    try (FlyteClient client = flyte.client(values, environment, new ClientNotes(err))) {
      Execution execution = start(client);
      return new StartedExecution(spec, output.isJson(), reportLinks).report(execution, wait);
    }
  }

  private Execution start(FlyteClient client) {
    // What can be refused without a call is.
    Launch asked = launch(Launch.named(name).version(version));
    LaunchableEntity entity = FlyteOptions.join(client.find(asked));
    Launch.Builder exact =
        entity.kind().equals("task")
            ? Launch.task(entity.name())
            : Launch.launchPlan(entity.name());
    return FlyteOptions.join(
        client.launch(launch(exact.version(entity.version()).inputs(inputs(entity)))));
  }

  private Map<String, Literal> inputs(LaunchableEntity entity) {
    TreeSet<String> optional = new TreeSet<>(entity.inputs().keySet());
    optional.removeAll(entity.required());
    try {
      return WorkflowInputs.read(entity.kind(), entity.inputs(), optional, arguments, inputsFile);
    } catch (JflyteException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Launch launch(Launch.Builder builder) {
    labels.forEach(builder::label);
    annotations.forEach(builder::annotation);
    try {
      return builder
          .executionName(executionName)
          .serviceAccount(serviceAccount)
          .rawOutputPrefix(rawOutputPrefix)
          .maxParallelism(maxParallelism)
          .overwriteCache(overwriteCache)
          .interruptible(interruptible)
          .build();
    } catch (FlyteException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
