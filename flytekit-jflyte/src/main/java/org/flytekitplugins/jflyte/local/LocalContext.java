package org.flytekitplugins.jflyte.local;

import java.util.function.Supplier;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TaskStorage;

/**
 * What every node of an execution has to do with.
 *
 * @param classLoader the package's
 * @param folder where everything of the execution is
 * @param tracker knows which node runs
 * @param listener is told what happens
 */
record LocalContext(
    ClassLoader classLoader,
    RunFolder folder,
    NodeTracker tracker,
    LocalExecutionListener listener) {
  /** Runs code of the package as it is run in a pod: with its class loader and storage. */
  @SuppressWarnings("try") // they are there to be closed
  <T> T inUserCode(TaskFolders.Attempt attempt, Supplier<T> code) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader);
        TaskStorage.Installation storage =
            TaskStorage.install(LocalFolderStorage.in(attempt.folder()))) {
      return code.get();
    }
  }
}
