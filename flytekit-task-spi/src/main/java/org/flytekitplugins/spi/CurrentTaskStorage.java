package org.flytekitplugins.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The storage of the process: what a launcher installed, else a local folder. */
final class CurrentTaskStorage {
  private static @Nullable TaskStorage current;

  private CurrentTaskStorage() {}

  static synchronized TaskStorage get() {
    if (current == null) {
      current = LocalFolderStorage.in(localFolder());
    }
    return current;
  }

  static synchronized TaskStorage.Installation install(TaskStorage storage) {
    TaskStorage before = current;
    current = Objects.requireNonNull(storage, "storage");
    AtomicBoolean isInstalled = new AtomicBoolean(true);
    return () -> {
      if (isInstalled.getAndSet(false)) {
        restore(before);
      }
    };
  }

  private static synchronized void restore(@Nullable TaskStorage before) {
    current = before;
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
