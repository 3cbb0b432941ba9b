package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.LogTail;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.TerminationHook;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageProgram;
import org.flytekitplugins.jflyte.loading.PackedCommand;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.RecoverableException;
import org.jspecify.annotations.Nullable;

/** What {@code jflyte execute} does once the package is in this machine. */
public final class ExecuteProgram implements PackageProgram {

  /** Made by the launcher, by its name. */
  public ExecuteProgram() {}

  @Override
  public int run(PackageClassPath classPath, List<String> packed) {
    PackedCommand command = PackedCommand.unpack(packed);
    Map<String, String> environment = command.environment();
    ExecuteOptions options =
        ExecuteOptions.parse(command.arguments().toArray(new String[0]), Flyte.of(environment));
    return execute(
        options,
        environment,
        BlobStore.of(environment),
        TaskSource.of(classPath, options.task(), environment));
  }

  static int execute(
      ExecuteOptions options, Map<String, String> environment, BlobStore blobs, TaskSource source) {
    // An operator's pod is a replica before its task is known, and may have to report a relay.
    if (TrainingVariables.arePresent(environment)) {
      return executeReplica(options, environment, blobs, source, new Decision());
    }
    Decision decision = new Decision();
    ReplicaConsole console = new ReplicaConsole(System.err, "");
    PlainExecution plain =
        new PlainExecution(options, blobs, source, console, decision, ErrorExit.of(environment));
    // Before the package's code runs for the first time, which is when the task is made.
    TerminationHook hook = TerminationHook.install(decision, console, plain);
    if (isTraining(source)) {
      hook.remove();
      return executeReplica(options, environment, blobs, source, decision);
    }
    return plain.run();
  }

  private static int executeReplica(
      ExecuteOptions options,
      Map<String, String> environment,
      BlobStore blobs,
      TaskSource source,
      Decision decision) {
    TrainingContext context;
    try {
      context = TrainingContext.of(environment);
    } catch (IllegalArgumentException e) {
      return reportNobody(options, blobs, ErrorExit.of(environment), e);
    }
    LogTail log = LogTail.install();
    ReplicaConsole console = new ReplicaConsole(System.err, context.replica().toString());
    return new TrainingExecution(
            options, environment, blobs, source, context, console, log, decision)
        .run();
  }

  private static boolean isTraining(TaskSource source) {
    try {
      return source.task().isTraining();
    } catch (RuntimeException | Error e) {
      // Whoever runs the task meets the failure again, and reports it.
      return false;
    }
  }

  // Who cannot tell whether it is the primary does what either would do, so that the job ends with
  // this message whether or not the others can.
  private static int reportNobody(
      ExecuteOptions options,
      BlobStore blobs,
      ErrorExit errorExit,
      IllegalArgumentException failure) {
    ReplicaConsole console = new ReplicaConsole(System.err, "unknown");
    console.say("cannot tell which replica this is: " + failure.getMessage());
    TaskError error =
        new TaskError(
            ErrorIdl.UNKNOWN_CODE,
            "a replica cannot tell who it is: " + failure.getMessage(),
            ContainerError.Kind.NON_RECOVERABLE,
            RecoverableException.Origin.USER,
            null,
            Instant.now());
    Decision decision = new Decision();
    decision.make();
    AttemptFolder folder =
        new AttemptFolder(blobs, options.outputPrefix(), options.flyte(), decision);
    try {
      if (!folder.isDecided()) {
        folder.writeRelay(error);
        folder.writeError(error);
      }
      return folder.hasError() ? errorExit.code() : ExitCode.OK;
    } catch (RuntimeException e) {
      console.say("this cannot be reported: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  /** The context of this process as far as its environment tells; null if it makes no sense. */
  static @Nullable TrainingContext contextOf(Map<String, String> environment) {
    try {
      return TrainingContext.find(environment).orElse(null);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
