package org.flytekitplugins.jflyte.local;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.execution.BlobTaskStorage;
import org.flytekitplugins.jflyte.loading.ContextClassLoader;
import org.flytekitplugins.jflyte.loading.Remedy;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.spi.TaskStorage;

/**
 * What every node of an execution has to do with.
 *
 * @param classLoader the package's
 * @param blobs where blobs are
 * @param folder where everything of the execution is
 * @param tracker knows which node runs
 * @param listener is told what happens
 */
record LocalContext(
    ClassLoader classLoader,
    BlobStore blobs,
    RunFolder folder,
    NodeTracker tracker,
    LocalExecutionListener listener) {
  /**
   * Runs code of the package as it is run in a pod: with its class loader and storage, and until
   * its processes have ended, too.
   */
  @SuppressWarnings("try") // they are there to be closed
  <T> T inUserCode(AttemptFolders attempt, Supplier<T> code) {
    Path previous = attempt.previousCheckpoints();
    BlobTaskStorage storage =
        BlobTaskStorage.of(
            blobs,
            RunFolder.uri(attempt.raw()),
            RunFolder.uri(attempt.checkpoints()),
            previous == null ? null : RunFolder.uri(previous));
    try (ContextClassLoader context = ContextClassLoader.set(classLoader);
        TaskStorage.Installation installation = TaskStorage.install(storage);
        ChildProcesses children = ChildProcesses.watch()) {
      return code.get();
    } catch (RuntimeException | LinkageError e) {
      Remedy.throwIfKnown(e, classLoader);
      throw e;
    }
  }
}
