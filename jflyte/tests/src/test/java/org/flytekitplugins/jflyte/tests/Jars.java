package org.flytekitplugins.jflyte.tests;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes what is in jars. */
final class Jars {
  private Jars() {}

  /** Rewrites a file of lines. */
  static void rewrite(Path jar, String file, UnaryOperator<List<String>> change)
      throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Path path = zip.getPath(file);
      Files.write(path, change.apply(Files.readAllLines(path)));
    }
  }

  /** Takes a file away. */
  static void delete(Path jar, String file) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.delete(zip.getPath(file));
    }
  }
}
