package org.flytekitplugins.kubeflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder for what is of use to this process only. */
final class TemporaryFolder {
  private TemporaryFolder() {}

  /** Makes a folder that is deleted, with all that is in it then, when the process ends. */
  static Path make() {
    try {
      Path folder = Files.createTempDirectory("flytekit-blob-");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "delete " + folder));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder could be made: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.walkFileTree(folder, new Deletion());
    } catch (IOException e) {
      // The process is at its end, and the system cleans its temporary folder too.
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
