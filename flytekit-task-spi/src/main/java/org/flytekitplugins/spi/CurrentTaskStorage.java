package org.flytekitplugins.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The storage of the process: what a launcher installed, else a local folder. */
final class CurrentTaskStorage extends Installed<TaskStorage> {
  static final CurrentTaskStorage INSTANCE = new CurrentTaskStorage();

  private CurrentTaskStorage() {}

  @Override
  TaskStorage standard() {
    return LocalFolderStorage.in(localFolder());
  }

  private static Path localFolder() {
    String folder = System.getenv(LocalFolderStorage.VARIABLE);
    if (folder != null && !folder.isBlank()) {
      return Path.of(folder);
    }
    try {
      return Files.createTempDirectory("flytekit-storage-");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no folder for task storage could be made: set "
              + LocalFolderStorage.VARIABLE
              + " to one",
          e);
    }
  }
}
