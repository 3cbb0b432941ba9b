package org.flytekitplugins.kubeflow.internal;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder and all that is in it. */
public final class FolderTree {
  private FolderTree() {}

  /**
   * Deletes a folder, if it is there, with all that is in it; what links in it lead to stays. What
   * others delete meanwhile is no failure.
   *
   * @throws IOException if something in it cannot be deleted, which then stays with the folders
   *     that it is in
   */
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(folder, new Deletion());
  }

  /**
   * Deletes a folder, with all that is in it then, when the process ends. It may be asked for by
   * code whose class loader is closed by then, so nothing is loaded later.
   */
  public static void deleteAtExit(Path folder) {
    Deletion deletion = new Deletion();
    Runnable end =
        () -> {
          try {
            Files.walkFileTree(folder, deletion);
          } catch (IOException e) {
            // The process is at its end, and the system cleans its temporary folder too.
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "delete " + folder));
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return passOver(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        passOver(failure);
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult passOver(IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
