package org.flytekitplugins.spi;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a running task puts what is bigger than a literal: files and folders, such as a trained
 * model, that travel between tasks as the URI of a Blob, and checkpoints.
 *
 * <p>In a pod it is the platform's blob store; anywhere else it is a folder of this machine: see
 * {@link LocalFolderStorage}. Instances may be used by several threads at once.
 */
public interface TaskStorage {
  /** The storage of the running task. */
  static TaskStorage current() {
    return CurrentTaskStorage.INSTANCE.get();
  }

  /**
   * Makes a storage the {@link #current() current} one. For launchers, and for tests of tasks.
   *
   * @return brings back, when closed, what was current before; closing it again does nothing
   */
  static Installation install(TaskStorage storage) {
    return CurrentTaskStorage.INSTANCE.install(storage);
  }

  /**
   * Uploads a file, or a folder with all that is in it, to a place of its own.
   *
   * @return where it is now, under the name it has here
   * @throws UncheckedIOException if it cannot be read, or stored after retries
   */
  URI upload(Path source);

  /**
   * Downloads what {@link #upload} stored, by this or another task.
   *
   * @param target where the file or folder shall be; nothing may be there yet, and missing parent
   *     folders are made
   * @throws IllegalArgumentException if the scheme of the URI is not one this storage serves
   * @throws UncheckedIOException if there is nothing at the URI, it cannot be read, or there is
   *     something at the target
   */
  void download(URI source, Path target);

  /**
   * The checkpoints of this attempt of the task. In-place restarts find what was written before.
   */
  CheckpointFolder checkpoints();

  /** The checkpoints of the attempt before this one; empty in a first attempt. */
  Optional<CheckpointFolder> previousCheckpoints();

  /** Brings back, when closed, the storage that was current before. */
  interface Installation extends AutoCloseable {
    @Override
    void close();
  }
}
