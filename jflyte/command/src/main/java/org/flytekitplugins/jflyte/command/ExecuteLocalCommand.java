package org.flytekitplugins.jflyte.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.StandardStreams;
import org.flytekitplugins.jflyte.command.progress.ProgressLines;
import org.flytekitplugins.jflyte.command.progress.ProgressTree;
import org.flytekitplugins.jflyte.command.progress.TrainingCosts;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.local.LiveDecks;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.flytekitplugins.jflyte.local.LocalTarget;
import org.flytekitplugins.jflyte.local.literal.LiteralText;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.MissedFault;
import org.flytekitplugins.localcluster.NonBlockingWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code jflyte execute-local}. */
@Command(
    name = "execute-local",
    description = {
      "Runs a workflow, or a single task, on this machine: plain tasks in this process, each training task as a"
          + " cluster of real processes that run what its pods would run, container tasks as"
          + " programs of this machine.",
      "",
      "Inputs are options of their own: --NAME VALUE for each. Integers, floats,"
          + " booleans, strings, datetimes (ISO 8601), durations (PT1H30M) and blobs (a URI) are"
          + " written as they are, lists, maps and structs as JSON.",
      ""
    },
    customSynopsis =
        "jflyte execute-local (--workflow NAME | --launch-plan NAME | --task NAME) -cp DIR"
            + " [OPTION...] [--INPUT VALUE...]")
final class ExecuteLocalCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final TrainingCosts costs = new TrainingCosts();

  @Spec private CommandSpec spec;

  @Option(
      names = "--workflow",
      paramLabel = "NAME",
      description = "The workflow to run, by its full name.")
  private @Nullable String workflow;

  @Option(
      names = "--launch-plan",
      paramLabel = "NAME",
      description =
          "The launch plan whose workflow to run, with its defaults and its fixed inputs; the last"
              + " part of its name is enough if no other has the same.")
  private @Nullable String launchPlan;

  @Option(
      names = "--task",
      paramLabel = "NAME",
      description =
          "The task to run alone; the last part of its name is enough if no other has the same.")
  private @Nullable String task;

  @Option(
      names = {"-cp", "--classpath"},
      paramLabel = "DIR",
      required = true,
      description =
          "The package: a directory of jars, or any class path, entries joined by colons, each a"
              + " jar, a folder of classes or DIR/*.")
  private String classPath = "";

  @Option(
      names = "--inputs",
      paramLabel = "FILE.json",
      description =
          "Inputs by name as a JSON object; blobs as {\"uri\": ..., \"format\": ...,"
              + " \"dimensionality\": \"SINGLE\"}. What is an option too is taken from there.")
  private @Nullable Path inputsFile;

  @Option(
      names = "--single-process",
      description = "Run training tasks in this process, alone, and not as clusters.")
  private boolean singleProcess;

  @Option(
      names = "--replicas",
      paramLabel = "TASK:worker=3",
      description =
          "Run a training task with other numbers of replicas, several with commas; 0 takes a role"
              + " away.")
  private List<String> replicas = new ArrayList<>();

  @Option(
      names = "--kill",
      paramLabel = "TASK:worker-1@200",
      description =
          "Kill a replica when it reports a step, or after a time (worker-1@8s), in the first"
              + " attempt; or 'TASK:drain worker-1@200', also freeze, delete, evict, delay.")
  private List<String> kills = new ArrayList<>();

  @Option(
      names = "--container-program",
      paramLabel = "TASK=PATH",
      description =
          "Run a program of this machine in place of the one that a container task starts: its"
              + " image's entry point, or the first word of its command if it has one.")
  private List<String> containerPrograms = new ArrayList<>();

  @Option(
      names = "--run-folder",
      paramLabel = "DIR",
      description =
          "Where each run makes a folder for inputs, outputs, checkpoints, logs and decks. Default:"
              + " the system's folder for temporary files.")
  private @Nullable Path runFolder;

  @Option(names = "--logs", description = "Show what replicas print; log files are always written.")
  private boolean logs;

  @Option(
      names = "--watch",
      description =
          "Draw the deck of a training while it runs, for browsers of this machine, and print the"
              + " address.")
  private boolean watch;

  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private HelpOption help = new HelpOption();

  @Mixin private OutputOptions output = new OutputOptions();

  @Unmatched private List<String> arguments = new ArrayList<>();

  ExecuteLocalCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    OptionValues values = new OptionValues(spec);
    requireOneTarget(values);
    PackageClassPath packagePath = values.classPath(classPath);
    return PackageCommand.run(spec, packagePath, () -> execute(packagePath));
  }

  private void requireOneTarget(OptionValues values) {
    Map<String, String> given = new LinkedHashMap<>();
    addTarget(values, given, "--workflow", workflow, "name a workflow of the package");
    addTarget(values, given, "--launch-plan", launchPlan, "name a launch plan of the package");
    addTarget(values, given, "--task", task, "name a task of the package");
    if (given.isEmpty()) {
      throw values.refusal(
          "nothing is named that shall run: add --workflow NAME, --launch-plan NAME or --task NAME");
    }
    if (given.size() > 1) {
      throw values.refusal(
          String.join(" and ", given.keySet())
              + " are given, but one thing is run at a time: leave out all but one");
    }
  }

  private static void addTarget(
      OptionValues values,
      Map<String, String> given,
      String flag,
      @Nullable String value,
      String remedy) {
    if (value != null) {
      values.requireText(flag, value, remedy);
      given.put(flag, value);
    }
  }

  private LocalTarget target(LocalPackage localPackage) {
    if (task != null) {
      return LocalTarget.task(localPackage, task);
    }
    return launchPlan != null
        ? LocalTarget.launchPlan(localPackage, launchPlan)
        : LocalTarget.workflow(localPackage, Objects.requireNonNull(workflow));
  }

  private int execute(PackageClassPath packagePath) {
    output.reserveStandardOutput();
    PrintWriter err = spec.commandLine().getErr();
    NonBlockingWriter shown = new NonBlockingWriter(text -> print(err, text));
    PrintWriter progress = new PrintWriter(new BufferedWriter(shown));
    Map<String, Literal> outputs;
    try (LocalPackage localPackage = LocalPackage.load(packagePath, environment)) {
      LocalExecution.Builder execution = execution(localPackage);
      Path folder = newFolder();
      try {
        outputs = watched(execution, folder, progress);
      } finally {
        costs.lines().forEach(progress::println);
        progress.println("run folder " + folder);
        progress.flush();
        shown.drain();
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(output.isJson() ? json(outputs) + "\n" : LiteralText.lines(outputs));
    out.flush();
    return ExitCode.OK;
  }

  private Map<String, Literal> watched(
      LocalExecution.Builder execution, Path folder, PrintWriter progress) {
    if (!watch) {
      return run(execution, folder, progress);
    }
    try (LiveDecks decks = LiveDecks.start("jflyte execute-local")) {
      progress.println("watch " + decks.uri());
      progress.flush();
      try {
        Map<String, Literal> outputs = run(execution.listener(decks), folder, progress);
        decks.end("The run has succeeded; its decks are in " + folder + ".");
        return outputs;
      } catch (RuntimeException | Error e) {
        decks.end("The run has failed; its decks are in " + folder + ".");
        throw e;
      }
    }
  }

  private String json(Map<String, Literal> outputs) {
    if (costs.isEmpty()) {
      return LiteralText.json(outputs);
    }
    return LiteralText.json(
        outputs,
        json -> {
          json.writeFieldName("$replicas");
          costs.write(json);
        });
  }

  private LocalExecution.Builder execution(LocalPackage localPackage) {
    try {
      if (watch && singleProcess) {
        throw new JflyteException(
            "a training is to be watched (--watch), but a single process (--single-process) has no"
                + " replicas to draw: leave out one of the two");
      }
      LocalTarget target = target(localPackage);
      LocalExecution.Builder execution =
          LocalExecution.builder(localPackage, target)
              .inputs(
                  WorkflowInputs.read(
                      target.kind(), target.inputs(), target.optional(), arguments, inputsFile))
              .listener(costs)
              .singleProcess(singleProcess);
      for (String text : replicas) {
        execution.replicas(task(text, "--replicas", "worker=3"), afterColon(text));
      }
      for (String text : kills) {
        execution.faults(task(text, "--kill", "worker-1@200"), faults(afterColon(text)));
      }
      for (String text : containerPrograms) {
        addContainerProgram(execution, text);
      }
      return execution.check();
    } catch (JflyteException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void addContainerProgram(LocalExecution.Builder execution, String text) {
    int equals = text.indexOf('=');
    if (equals <= 0) {
      throw new JflyteException(
          String.format(
              "--container-program is %s, but it does not say which task: write it as TASK=PATH",
              text));
    }
    execution.containerProgram(text.substring(0, equals), text.substring(equals + 1));
  }

  private Map<String, Literal> run(
      LocalExecution.Builder execution, Path folder, PrintWriter progress) {
    // A JVM cannot tell of one stream; bin/jflyte can.
    if (output.isJson() || !Boolean.getBoolean("jflyte.terminal")) {
      return run(execution.listener(new ProgressLines(progress)), folder, printer(progress));
    }
    PrintStream before = System.out;
    try (ProgressTree tree = new ProgressTree(progress);
        PrintStream above =
            new PrintStream(new LineStream(tree::print), true, StandardStreams.charset())) {
      System.setOut(above);
      return run(execution.listener(tree), folder, tree::print);
    } finally {
      System.setOut(before);
    }
  }

  // With the standard output of now, which may be above the tree.
  private Map<String, Literal> run(
      LocalExecution.Builder builder, Path folder, Consumer<String> lines) {
    LocalExecution execution =
        builder
            .logs(logs ? LogOutput.plain(NativeNoise.leftOut(System.out)) : LogOutput.none())
            .build(folder);
    try (StopNotice notice = StopNotice.start(signal -> stopped(signal, folder, lines))) {
      try {
        return execution.run();
      } catch (RuntimeException e) {
        notice.awaitEndBySignal();
        throw e;
      } finally {
        execution
            .missedFaults()
            .forEach((task, missed) -> missed.forEach(one -> lines.accept(text(task, one))));
      }
    }
  }

  private static void stopped(String signal, Path folder, Consumer<String> lines) {
    lines.accept(
        String.format(
            "jflyte: stopped by %s before the workflow has ended; its replicas end now. run folder"
                + " %s",
            signal, folder));
  }

  private static String text(String task, MissedFault missed) {
    return "jflyte: --kill " + task + ": " + missed;
  }

  private static Consumer<String> printer(PrintWriter writer) {
    return line -> {
      writer.println(line);
      writer.flush();
    };
  }

  private static void print(PrintWriter writer, String text) {
    writer.print(text);
    writer.flush();
  }

  private Path newFolder() {
    try {
      return runFolder == null
          ? Files.createTempDirectory("jflyte-local-")
          : Files.createTempDirectory(Files.createDirectories(runFolder).toAbsolutePath(), "run-");
    } catch (IOException e) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              "--run-folder %s cannot be made (%s): name a folder that you may write to",
              runFolder == null ? System.getProperty("java.io.tmpdir") : runFolder,
              e.getClass().getSimpleName()),
          e);
    }
  }

  private static String task(String text, String option, String example) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new JflyteException(
          String.format(
              "%s is %s, but it does not say which task: write it as TASK:%s",
              option, text, example));
    }
    return text.substring(0, colon);
  }

  private static String afterColon(String text) {
    return text.substring(text.lastIndexOf(':') + 1);
  }

  private static FaultPlan faults(String text) {
    try {
      return FaultPlan.parse(text);
    } catch (IllegalArgumentException e) {
      throw new JflyteException("--kill: " + e.getMessage(), e);
    }
  }
}
