package org.flytekitplugins.examples.command;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flyte.flytekit.SdkWorkflow;
import org.flytekitplugins.examples.DigitsWorkflow;
import org.flytekitplugins.examples.TrainingReports;
import org.flytekitplugins.examples.digits.TrainingOptions;
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
      "Trains a small network on 1,797 handwritten digits: prepares the data, trains, evaluates on"
          + " digits that the training never saw, and publishes the model if it is good enough.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:trained", "1:the training failed", "2:an option is not as it should be"})
public final class TrainDigitsCommand implements Callable<Integer> {
  private static final int FAILURE = 1;

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
      description = "Equal seeds give equal models. Default: ${DEFAULT-VALUE}")
  private long seed = TrainingOptions.DEFAULTS.seed();

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "Whose workflow to run: java or kotlin. Default: java")
  private Language language = Language.java;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  @SuppressWarnings("UnusedVariable") // picocli reads it
  private boolean help;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

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
    PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    // bin/train-digits knows whether its output is a terminal; a JVM on its own cannot tell.
    boolean terminal = Boolean.getBoolean("train-digits.terminal");
    System.exit(run(out, err, terminal, args));
  }

  static int run(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
    return new CommandLine(new TrainDigitsCommand(out, terminal))
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(TrainDigitsCommand::refuse)
        .setExecutionExceptionHandler(TrainDigitsCommand::fail)
        .execute(args);
  }

  @Override
  public Integer call() {
    TrainingOptions options = options();
    ProgressLine progress = new ProgressLine(out, terminal);
    TrainingReports.listen(progress::show);
    LocalRun.Outcome outcome = LocalRun.of(workflow(), options);
    progress.end();
    out.println(outcome.verdict());
    out.printf(Locale.ROOT, "accuracy %.4f%n", outcome.accuracy());
    out.println("model " + outcome.model());
    return 0;
  }

  private TrainingOptions options() {
    try {
      return TrainingOptions.DEFAULTS
          .withSteps(steps)
          .withLearningRate(learningRate)
          .withSeed(seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private SdkWorkflow<?, ?> workflow() {
    return switch (language) {
      case java -> new DigitsWorkflow();
      case kotlin -> new org.flytekitplugins.examples.kotlin.DigitsWorkflow();
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
}
