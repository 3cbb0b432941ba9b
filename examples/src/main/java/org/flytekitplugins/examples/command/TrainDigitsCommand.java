package org.flytekitplugins.examples.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flyte.flytekit.SdkWorkflow;
import org.flytekitplugins.examples.DigitsWorkflow;
import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.examples.digits.TrainingOptions;
import org.flytekitplugins.jflyte.command.progress.ProgressLines;
import org.flytekitplugins.jflyte.command.progress.ProgressTree;
import org.flytekitplugins.jflyte.command.progress.TrainingCosts;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.NonBlockingWriter;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.distributed.Strategy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs the digits workflow on this machine and says how good the trained model is. */
@Command(
    name = "train-digits",
    sortOptions = false,
    description = {
      "Trains a small network on 1,797 handwritten digits: prepares the data, trains as a job of"
          + " real processes (a chief, workers and parameter servers), evaluates on digits that the"
          + " training never saw, and publishes the model if it is good enough.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:trained",
      "1:the training failed, or what came out could not be written",
      "2:an option is not as it should be",
      "129:ended by SIGHUP: the terminal was closed",
      "130:ended by SIGINT: Ctrl-C",
      "143:ended by SIGTERM"
    })
public final class TrainDigitsCommand implements Callable<Integer> {
  private static final int FAILURE = 1;

  /** The node of the workflow that trains. */
  private static final String TRAINING_NODE = "train";

  // TensorFlow's memory is not on the heap, and four of these share a laptop.
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:TieredStopAtLevel=1",
          "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      converter = StrategyName.class,
      description = "parameter-server, all-reduce or single. Default: parameter-server")
  private Strategy strategy = Strategy.PARAMETER_SERVER;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many workers besides the chief. Default: 2")
  private @Nullable Integer workers;

  @Option(names = "--ps", paramLabel = "N", description = "How many parameter servers. Default: 1")
  private @Nullable Integer ps;

  @Option(
      names = "--kill",
      paramLabel = "REPLICA@WHEN",
      converter = FaultsText.class,
      description =
          "Kills a replica at a step or after a time: worker-1@200 or ps-0@5s. Default: nobody")
  private FaultPlan faults = FaultPlan.none();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "How many updates to train for, 1 to 1000000. Default: ${DEFAULT-VALUE}")
  private int steps = TrainingOptions.DEFAULTS.steps();

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "How far an update goes, above 0. Default: ${DEFAULT-VALUE}")
  private float learningRate = TrainingOptions.DEFAULTS.learningRate();

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description =
          "What first weights and the order of the rows come from. Default: ${DEFAULT-VALUE}")
  private long seed = TrainingOptions.DEFAULTS.seed();

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "Whose workflow to run: java or kotlin. Default: java")
  private Language language = Language.java;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      converter = FolderText.class,
      description =
          "Where each run makes a folder for model, logs and report. Default: ${DEFAULT-VALUE}")
  private Path output =
      Path.of(System.getProperty("train-digits.output", System.getProperty("java.io.tmpdir", ".")));

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  private final TrainingCosts costs = new TrainingCosts();
  private final PrintWriter out;
  private final boolean terminal;

  /** The languages the workflow is written in, spelled as they are typed. */
  enum Language {
    java,
    kotlin
  }

  private TrainDigitsCommand(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Trains, and exits with one of the documented codes. */
  public static void main(String[] args) {
    PrintStream standard = System.out;
    NonBlockingWriter shown = new NonBlockingWriter(standard::print);
    PrintWriter out = new PrintWriter(new BufferedWriter(shown), true);
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    // bin/train-digits knows whether its output is a terminal; a JVM on its own cannot tell.
    boolean terminal = Boolean.getBoolean("train-digits.terminal");
    int exitCode = run(out, err, terminal, args);
    shown.close();
    if (standard.checkError() && exitCode == 0) {
      err.println(
          "train-digits: the standard output cannot be written: its disk is full, or nobody reads"
              + " it");
      exitCode = FAILURE;
    }
    System.exit(exitCode);
  }

  static int run(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
    return new CommandLine(new TrainDigitsCommand(out, terminal))
        .setExpandAtFiles(false)
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(TrainDigitsCommand::refuse)
        .setExecutionExceptionHandler(TrainDigitsCommand::fail)
        .execute(args);
  }

  @Override
  public Integer call() {
    TrainingOptions options = options();
    TensorflowTask<?, ?> task = task();
    TrainingCluster cluster = cluster(task);
    Path folder = runFolder();
    Path attempt = folder.resolve(TRAINING_NODE).resolve("attempt-1");
    Instant start = Instant.now();
    DigitsRun run = run(options, task.getName(), cluster, folder);
    out.println(run.verdict());
    out.printf(Locale.ROOT, "accuracy %.4f%n", run.accuracy());
    out.println("model " + run.model());
    out.println("report " + attempt.resolve(TrainingDeck.FILE));
    out.printf(
        Locale.ROOT,
        "trained by %s; the whole run took %.1f s%n",
        run.stepsPerReplica().entrySet().stream()
            .map(steps -> steps.getKey() + " (" + steps.getValue() + " steps)")
            .collect(Collectors.joining(", ")),
        Duration.between(start, Instant.now()).toMillis() / 1000.0);
    costs.lines().forEach(out::println);
    return 0;
  }

  private DigitsRun run(
      TrainingOptions options, String task, TrainingCluster cluster, Path folder) {
    // snippet: execution
    try (LocalPackage examples = LocalPackage.ofThisProgram(Map.of())) {
      LocalExecution.Builder execution =
          LocalExecution.builder(examples, workflow().getName())
              .inputs(DigitsRun.inputs(options))
              .cluster(task, cluster)
              .faults(task, faults)
              .listener(costs)
              .jvmOptions(JVM_OPTIONS);
      if (!terminal) {
        return outcome(execution.listener(new ProgressLines(out)).build(folder));
      }
      // end
      try (ProgressTree tree = new ProgressTree(out)) {
        return outcome(execution.listener(tree).build(folder));
      }
    }
  }

  private DigitsRun outcome(LocalExecution execution) {
    try {
      return DigitsRun.of(execution.run());
    } finally {
      execution
          .missedFaults()
          .values()
          .forEach(missed -> missed.forEach(one -> out.println("kill: " + one)));
    }
  }

  private TrainingOptions options() {
    try {
      return TrainingOptions.DEFAULTS
          .withSteps(steps)
          .withLearningRate(learningRate)
          .withSeed(seed);
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private TrainingCluster cluster(TensorflowTask<?, ?> task) {
    try {
      TrainingCluster cluster = DigitsJob.sized(task.job(), strategy, workers, ps);
      DigitsFaults.check(cluster, faults, steps);
      return cluster;
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  private ParameterException refused(IllegalArgumentException e) {
    return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
  }

  private Path runFolder() {
    try {
      return Files.createTempDirectory(Files.createDirectories(output).toAbsolutePath(), "run-");
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              "--output %s cannot be made (%s): name a folder that you may write to",
              output, e.getClass().getSimpleName()),
          e);
    }
  }

  private SdkWorkflow<?, ?> workflow() {
    return switch (language) {
      case java -> new DigitsWorkflow();
      case kotlin -> new org.flytekitplugins.examples.kotlin.DigitsWorkflow();
    };
  }

  private TensorflowTask<?, ?> task() {
    return switch (language) {
      case java -> new TrainDigits();
      case kotlin -> new org.flytekitplugins.examples.kotlin.TrainDigits();
    };
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine commandLine = e.getCommandLine();
    commandLine.getErr().println(e.getMessage() + " (--help shows all options)");
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int fail(Exception e, CommandLine commandLine, ParseResult parsed) {
    commandLine.getErr().println("train-digits: " + e.getMessage());
    return FAILURE;
  }

  /** Reads {@code parameter-server}. */
  static final class StrategyName implements CommandLine.ITypeConverter<Strategy> {
    @Override
    public Strategy convert(String name) {
      for (Strategy strategy : Strategy.values()) {
        if (strategy.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
          return strategy;
        }
      }
      throw new CommandLine.TypeConversionException(
          "'" + name + "' is none of parameter-server, all-reduce and single");
    }
  }

  /** Reads a folder; an empty one, which an unset shell variable leaves, is not the current. */
  static final class FolderText implements CommandLine.ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      if (text.isBlank()) {
        throw new CommandLine.TypeConversionException("it is empty: name a folder");
      }
      return Path.of(text);
    }
  }

  /** Reads {@code worker-1@200}. */
  static final class FaultsText implements CommandLine.ITypeConverter<FaultPlan> {
    @Override
    public FaultPlan convert(String text) {
      try {
        return FaultPlan.parse(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    }
  }
}
