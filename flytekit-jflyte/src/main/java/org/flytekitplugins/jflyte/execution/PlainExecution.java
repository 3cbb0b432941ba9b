package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.storage.BlobStore;

/**
 * A task in a pod of its own, as stock jflyte runs it: outputs or an error document, and exit code
 * 0 in both cases, because Flyte reads neither from a pod that failed.
 */
final class PlainExecution {

  private final ExecuteOptions options;
  private final BlobStore blobs;
  private final TaskSource source;
  private final ReplicaConsole console;

  PlainExecution(
      ExecuteOptions options, BlobStore blobs, TaskSource source, ReplicaConsole console) {
    this.options = options;
    this.blobs = blobs;
    this.source = source;
    this.console = console;
  }

  int run() {
    try {
      byte[] outputs = outputs();
      // A flag that the task has left would keep the file from being written.
      Thread.interrupted();
      blobs.write(options.output(AttemptFolder.OUTPUTS), outputs);
      return ExitCode.OK;
    } catch (Throwable failure) {
      Thread.interrupted();
      console.say("task " + options.task() + " failed", failure);
      return report(failure);
    }
  }

  @SuppressWarnings("try") // a context is there to be closed
  private byte[] outputs() {
    RunnableTask task = source.task().runnable();
    Map<String, Literal> inputs = Inputs.read(blobs, options.inputs());
    try (TaskScope scope = TaskScope.open(options, blobs, source.classLoader())) {
      return scope.run(task, inputs);
    }
  }

  private int report(Throwable failure) {
    try {
      blobs.write(
          options.output(AttemptFolder.ERROR),
          FailureDocuments.write(FailureDocuments.ofPlainTask(failure)));
      return ExitCode.OK;
    } catch (RuntimeException e) {
      console.say("the failure cannot be reported: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }
}
