package org.flytekitplugins.kubeflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.kubeflow.internal.FolderTree;

/** A folder for what is of use to this process only. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  /** Makes a folder that is deleted, with all that is in it then, when the process ends. */
  static Path make() {
    try {
      Path folder = Files.createTempDirectory("flytekit-blob-");
      FolderTree.deleteAtExit(folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder could be made: " + e, e);
    }
  }
}
