package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.kubeflow.internal.FolderTree;

/** A temporary folder, deleted when closed. */
final class Scratch implements AutoCloseable {
  private final Path folder;

  Scratch() {
    try {
      this.folder = Files.createTempDirectory("flytekit-training-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    delete(folder);
  }

  /** Deletes a folder with all that is in it. */
  static void delete(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
