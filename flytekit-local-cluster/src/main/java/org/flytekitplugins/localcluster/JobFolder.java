package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The temporary folder of a job. It goes with the job. */
record JobFolder(Path path) implements AutoCloseable {
  static JobFolder create(String job) throws IOException {
    return new JobFolder(Files.createTempDirectory("local-cluster-" + job + "-"));
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(path)) {
      Files.walkFileTree(path, new Deletion());
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
