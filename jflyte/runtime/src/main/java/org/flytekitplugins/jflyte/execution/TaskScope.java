package org.flytekitplugins.jflyte.execution;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.execution.storage.BlobTaskStorage;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.loading.Remedy;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.spi.TaskDeck;
import org.flytekitplugins.spi.TaskStorage;

/**
 * What a task's code finds around it while it runs: its own classes and services, the storage that
 * Flyte gave it, and its deck.
 */
final class TaskScope implements AutoCloseable {
  private final ContextClassLoader context;
  private final TaskStorage.Installation storage;
  private final ClassLoader classLoader;

  private final TaskDeck.Installation deck;

  private TaskScope(
      ContextClassLoader context,
      TaskStorage.Installation storage,
      TaskDeck.Installation deck,
      ClassLoader classLoader) {
    this.context = context;
    this.storage = storage;
    this.deck = deck;
    this.classLoader = classLoader;
  }

  static TaskScope open(
      ExecuteOptions options, BlobStore blobs, ClassLoader classLoader, TaskDeck deck) {
    TaskStorage.Installation storage =
        TaskStorage.install(
            BlobTaskStorage.of(
                blobs, options.rawOutputs(), options.checkpoint(), options.previousCheckpoint()));
    return new TaskScope(
        ContextClassLoader.set(classLoader), storage, TaskDeck.install(deck), classLoader);
  }

  /** Runs a task. Its outputs are complete in memory before anybody writes them. */
  byte[] run(RunnableTask task, Map<String, Literal> inputs) {
    try {
      return LiteralMapBytes.write(task.run(inputs));
    } catch (RuntimeException | LinkageError e) {
      Remedy.throwIfKnown(e, classLoader);
      throw e;
    }
  }

  @Override
  public void close() {
    context.close();
    storage.close();
    deck.close();
  }
}
