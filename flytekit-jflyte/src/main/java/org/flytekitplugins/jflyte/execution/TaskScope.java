package org.flytekitplugins.jflyte.execution;

import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;

/**
 * What a task's code finds around it while it runs: its own classes and services, and the storage
 * that Flyte gave it. Without a place for files, {@link TaskStorage} is a local folder.
 */
final class TaskScope implements AutoCloseable {
  private final ContextClassLoader context;
  private final TaskStorage.@Nullable Installation storage;

  private TaskScope(ContextClassLoader context, TaskStorage.@Nullable Installation storage) {
    this.context = context;
    this.storage = storage;
  }

  static TaskScope open(ExecuteOptions options, BlobStore blobs, ClassLoader classLoader) {
    TaskStorage.Installation storage =
        options.rawOutputPrefix() == null
            ? null
            : TaskStorage.install(
                BlobTaskStorage.of(
                    blobs,
                    options.rawOutputPrefix(),
                    options.checkpoint(),
                    options.previousCheckpoint()));
    return new TaskScope(ContextClassLoader.set(classLoader), storage);
  }

  @Override
  public void close() {
    context.close();
    if (storage != null) {
      storage.close();
    }
  }
}
