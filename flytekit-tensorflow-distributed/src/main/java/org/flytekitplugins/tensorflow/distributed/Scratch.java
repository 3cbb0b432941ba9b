package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
      List<Path> deepestFirst;
      try (Stream<Path> all = Files.walk(folder)) {
        deepestFirst = all.sorted(Comparator.reverseOrder()).collect(Collectors.toList());
      }
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
