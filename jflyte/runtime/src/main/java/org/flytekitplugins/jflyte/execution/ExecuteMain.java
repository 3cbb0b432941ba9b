package org.flytekitplugins.jflyte.execution;

import java.security.Security;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.attempt.RelayWatcher;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaEnd;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaFacts;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.loading.Launcher;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackedCommand;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code jflyte execute}: runs one task, or one replica of a training task. The way from here to
 * the task's own code is what every pod waits for, so nothing on it loads more than it needs.
 */
public final class ExecuteMain {

  private ExecuteMain() {}

  /**
   * Runs the command.
   *
   * @param arguments those after {@code jflyte execute}
   * @param environment the environment of the process
   * @return the exit code. The caller ends the process with it at once: threads of the task may be
   *     left, and a process that is still there after 20 s is halted.
   */
  public static int run(String[] arguments, Map<String, String> environment) {
    ExecuteOptions options;
    try {
      if (isHelp(arguments)) {
        System.out.print(ExecuteOptions.USAGE);
        return ExitCode.OK;
      }
      options = ExecuteOptions.parse(arguments, Flyte.of(environment));
    } catch (UsageException e) {
      System.err.println("jflyte execute: " + e.getMessage());
      System.err.print(ExecuteOptions.USAGE);
      return ExitCode.USAGE;
    }
    return execute(options, arguments, environment);
  }

  private static boolean isHelp(String[] arguments) {
    return arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"));
  }

  private static int execute(
      ExecuteOptions options, String[] arguments, Map<String, String> environment) {
    if (TrainingVariables.arePresent(environment)) {
      // The names of replicas appear some seconds after the first of them is looked for. Java has
      // to know before it looks for any name, and plain pods need not wait until it does.
      Security.setProperty("networkaddress.cache.negative.ttl", "0");
    }
    Fetched fetched;
    try {
      fetched =
          options.packageDir() != null
              ? Fetched.of(PackageClassPath.ofPackageDir(options.packageDir()))
              : fetch(options, environment);
    } catch (RuntimeException | Error e) {
      return ExecuteProgram.execute(
          options, environment, BlobStore.of(environment), TaskSource.failed(e));
    }
    PackageClassPath classPath = fetched.classPath();
    return classPath == null
        ? fetched.exitCode()
        : Launcher.run(
            new ExecuteProgram(),
            classPath,
            new PackedCommand(List.of(arguments), environment).pack());
  }

  /**
   * A package that is in this machine.
   *
   * @param classPath where it is; null if there is nothing to run any more
   * @param exitCode how to leave then
   */
  private record Fetched(@Nullable PackageClassPath classPath, int exitCode) {
    static Fetched of(PackageClassPath classPath) {
      return new Fetched(classPath, ExitCode.OK);
    }
  }

  // The primary listens to the other replicas from its first moment on. What it does once the
  // package is there may run in another class loader, with a decision and a watcher of its own.
  private static Fetched fetch(ExecuteOptions options, Map<String, String> environment) {
    BlobStore blobs = BlobStore.of(environment);
    String template = String.valueOf(options.taskTemplatePath());
    TrainingContext context = ExecuteProgram.contextOf(environment);
    if (context == null || !context.isPrimary()) {
      return Fetched.of(StagedPackage.download(blobs, template));
    }
    ReplicaConsole console = new ReplicaConsole(System.err, context.replica().toString());
    Decision decision = new Decision();
    AttemptFolder folder =
        new AttemptFolder(blobs, options.outputPrefix(), options.flyte(), decision);
    VerdictWait verdict = new VerdictWait(folder, console, environment);
    ReplicaFacts facts = ReplicaFacts.ofUnknownJob(context);
    TrainingDeckFile deck =
        new TrainingDeckFile(options.task(), environment, context, folder, console);
    ReplicaEnd end =
        new ReplicaEnd(
            folder, decision, verdict, console, ErrorExit.of(environment), () -> facts, deck);
    if (folder.isDecidedAtStart()) {
      console.say("the attempt is decided already: there is nothing to run");
      return new Fetched(null, end.afterDecision());
    }
    ProcessEnd.prepare();
    new RelayWatcher(folder, decision, console, end).start();
    try {
      return Fetched.of(StagedPackage.download(blobs, template));
    } finally {
      if (!decision.make()) {
        Pause.forEver();
      }
    }
  }
}
