package org.flytekitplugins.jflyte.execution;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.failure.NoOutputsException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.SystemExitException;
import org.flytekitplugins.jflyte.execution.process.TerminationHook;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.report.deck.TaskDeckPage;
import org.flytekitplugins.spi.DeckSections;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * A task in a pod of its own, as stock jflyte runs it: outputs or an error document, and exit code
 * 0 in both cases, because Flyte reads neither from a pod that failed; {@link ErrorExit} where it
 * is not Flyte's.
 */
final class PlainExecution implements TerminationHook.Report {

  private final ExecuteOptions options;
  private final BlobStore blobs;
  private final TaskSource source;
  private final ReplicaConsole console;
  private final Decision decision;
  private final ErrorExit errorExit;
  private final DeckSections sections = new DeckSections();
  private volatile boolean hasPromisedDeck;

  PlainExecution(
      ExecuteOptions options,
      BlobStore blobs,
      TaskSource source,
      ReplicaConsole console,
      Decision decision,
      ErrorExit errorExit) {
    this.options = options;
    this.blobs = blobs;
    this.source = source;
    this.console = console;
    this.decision = decision;
    this.errorExit = errorExit;
  }

  int run() {
    ProcessEnd.prepare();
    try {
      return runAndEnd();
    } catch (OutOfMemoryError e) {
      return withoutMemory();
    }
  }

  private int runAndEnd() {
    byte[] outputs;
    try {
      outputs = outputs();
    } catch (IgnoreOutputsException e) {
      Throwable failure = new NoOutputsException("task " + options.task(), e);
      return decide() ? failed(failure) : Pause.forEver();
    } catch (Throwable failure) {
      return decide() ? failed(failure) : Pause.forEver();
    }
    return decide() ? returned(outputs) : Pause.forEver();
  }

  /**
   * Ends the task because its code, or that which makes it, has called {@code System.exit}; the
   * exit code. If how it ends is decided already, that of whoever decided it.
   */
  @Override
  public int afterSystemExit(SystemExitException exit) {
    return decision.make() ? failed(exit) : ProcessEnd.awaitExitCode();
  }

  private boolean decide() {
    // A flag that the task has left would keep the file from being written.
    Thread.interrupted();
    return !ProcessEnd.isUnderWay() && decision.make();
  }

  private int returned(byte[] outputs) {
    try {
      blobs.write(options.output(AttemptFiles.OUTPUTS), outputs);
    } catch (UncheckedIOException e) {
      return failed(
          new LaunchException("the outputs of the task cannot be written: " + e.getMessage(), e));
    } catch (RuntimeException | Error e) {
      return failed(e);
    }
    writeDeck(null);
    return ended(ExitCode.OK);
  }

  @SuppressWarnings("try") // a context is there to be closed
  private byte[] outputs() {
    TaskSource.Task task = source.task();
    TaskTemplateExtension extension = task.extension();
    hasPromisedDeck = extension != null && extension.getGeneratesDeck();
    Map<String, Literal> inputs = Inputs.of(options, blobs, task.runnable());
    try (TaskScope scope = TaskScope.open(options, blobs, source.classLoader(), sections)) {
      return scope.run(task.runnable(), inputs);
    }
  }

  private int failed(Throwable failure) {
    try {
      console.say("task " + options.task() + " failed", failure);
      TaskError error = FailureDocuments.ofPlainTask(failure);
      blobs.write(
          options.output(AttemptFiles.ERROR), FailureDocuments.write(error, options.flyte()));
      writeDeck(error.message());
      return ended(errorExit.code());
    } catch (OutOfMemoryError e) {
      return withoutMemory();
    } catch (RuntimeException | Error e) {
      console.say("the failure cannot be reported: " + e.getMessage());
      return ended(ExitCode.FAILURE);
    }
  }

  // Threads that the task has left may hold what there is, and would keep the process up.
  private static int withoutMemory() {
    Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY);
    return Pause.forEver();
  }

  private static int ended(int exitCode) {
    ProcessEnd.begin(exitCode);
    return exitCode;
  }

  // After the document, and whatever becomes of it: a page is no reason to fail.
  private void writeDeck(@Nullable String failure) {
    try {
      if (hasPromisedDeck || !sections.sections().isEmpty()) {
        String page = new TaskDeckPage(options.task(), failure, sections.sections()).html();
        blobs.write(
            options.output(AttemptFiles.deck(options.flyte())),
            page.getBytes(StandardCharsets.UTF_8));
      }
    } catch (RuntimeException | OutOfMemoryError e) {
      console.say("the deck cannot be written: " + e.getMessage());
    }
  }
}
