package org.flytekitplugins.jflyte.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.process.SystemExitException;
import org.flytekitplugins.jflyte.execution.process.SystemExitGuard;
import org.flytekitplugins.jflyte.execution.storage.BlobTaskStorage;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.Remedy;
import org.flytekitplugins.jflyte.local.internal.attempt.AttemptFolders;
import org.flytekitplugins.jflyte.local.internal.process.ChildProcesses;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.report.deck.TaskDeckPage;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.flytekitplugins.spi.DeckSections;
import org.flytekitplugins.spi.TaskContext;
import org.flytekitplugins.spi.TaskDeck;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;

/**
 * What every node of an execution has to do with.
 *
 * @param place where its tasks are said to be registered
 * @param workflow the name of the workflow that is run; empty if it is a task alone
 * @param classLoader the package's
 * @param blobs where blobs are
 * @param folder where everything of the execution is
 * @param tracker knows which node runs
 * @param listener is told what happens
 * @param endsChildren whether processes that code of the package has started in this process end
 *     with it, as in a pod; not if other executions may start theirs meanwhile
 */
record LocalContext(
    ExecutionVariables place,
    String workflow,
    ClassLoader classLoader,
    BlobStore blobs,
    RunFolder folder,
    NodeTracker tracker,
    LocalExecutionListener listener,
    boolean endsChildren) {
  // What is installed for code of a package is there for the whole process.
  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  /**
   * Runs code of the package as it is run in a pod: with its class loader, storage, deck and
   * context, and until its processes have ended, too. Other executions in this process wait
   * meanwhile.
   */
  <T> T inUserCode(AttemptFolders attempt, Supplier<T> code) {
    ONE_AT_A_TIME.lock();
    try {
      return alone(attempt, code);
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  @SuppressWarnings("try") // they are there to be closed
  private <T> T alone(AttemptFolders attempt, Supplier<T> code) {
    Path previous = attempt.previousCheckpoints();
    BlobTaskStorage storage =
        BlobTaskStorage.of(
            blobs,
            RunFolder.uri(attempt.raw()),
            RunFolder.uri(attempt.checkpoints()),
            previous == null ? null : RunFolder.uri(previous));
    NodeStatus node = tracker.current();
    DeckSections sections = new DeckSections();
    try (ContextClassLoader context = ContextClassLoader.set(classLoader);
        TaskStorage.Installation installation = TaskStorage.install(storage);
        TaskDeck.Installation deck = TaskDeck.install(sections);
        TaskContext.Installation said =
            TaskContext.install(TaskContext.of(PodEnvironment.ofFlyte(this)));
        ChildProcesses children = endsChildren ? ChildProcesses.watch() : null;
        SystemExitGuard guard = SystemExitGuard.open(exit -> said(node, exit))) {
      T result = withRemedy(code);
      writeDeck(attempt, node, null, sections);
      return result;
    } catch (RuntimeException | Error e) {
      writeDeck(attempt, node, FailureDocuments.logged(e), sections);
      throw e;
    }
  }

  private <T> T withRemedy(Supplier<T> code) {
    try {
      return code.get();
    } catch (RuntimeException | LinkageError e) {
      Remedy.throwIfKnown(e, classLoader);
      throw e;
    }
  }

  private static int said(NodeStatus node, SystemExitException exit) {
    System.err.println("jflyte: " + LocalExecution.sentence(node, exit));
    return ExitCode.FAILURE;
  }

  // Of a plain task there is one if it has added something.
  private static void writeDeck(
      AttemptFolders attempt, NodeStatus node, @Nullable String failure, DeckSections sections) {
    if (sections.sections().isEmpty()) {
      return;
    }
    Path file = attempt.folder().resolve(TrainingDeck.FILE);
    try {
      String page = new TaskDeckPage(node.name(), failure, sections.sections()).html();
      Files.writeString(file, page);
    } catch (IOException e) {
      ReplicaConsole.standard().say("the deck cannot be written to " + file + ": " + e);
    }
  }
}
