package org.flytekitplugins.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Task storage in a folder of this machine, for runs outside a pod. Processes that are given the
 * same folder share it.
 *
 * <p>{@link TaskStorage#current()} uses the folder that the environment variable {@code
 * FLYTEKIT_STORAGE} names, else a new temporary folder that only this user can read.
 */
public final class LocalFolderStorage implements TaskStorage {
  /** The environment variable that names the folder of {@link TaskStorage#current()}. */
  public static final String VARIABLE = "FLYTEKIT_STORAGE";

  private final Path uploads;
  private final CheckpointFolder checkpoints;
  private final @Nullable CheckpointFolder previousCheckpoints;

  private LocalFolderStorage(Path folder, @Nullable Path previousFolder) {
    this.uploads = folder.resolve("uploads");
    this.checkpoints = checkpointsIn(folder);
    this.previousCheckpoints = previousFolder == null ? null : checkpointsIn(previousFolder);
  }

  /** The storage of a first attempt. The folder is made when it is first written to. */
  public static LocalFolderStorage in(Path folder) {
    return new LocalFolderStorage(folder.toAbsolutePath(), null);
  }

  /** The storage of an attempt that finds the checkpoints of the one before it. */
  public static LocalFolderStorage in(Path folder, Path previousFolder) {
    return new LocalFolderStorage(folder.toAbsolutePath(), previousFolder.toAbsolutePath());
  }

  @Override
  public URI upload(Path source) {
    try {
      Path name = source.toAbsolutePath().normalize().getFileName();
      if (name == null) {
        throw new IOException("a file system root cannot be uploaded");
      }
      Files.createDirectories(uploads);
      Path target = Files.createTempDirectory(uploads, "").resolve(name.toString());
      copy(source, target);
      return target.toUri();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot upload " + source + " to " + uploads + ": " + e, e);
    }
  }

  @Override
  public void download(URI source, Path target) {
    if (!"file".equalsIgnoreCase(source.getScheme())) {
      throw new IllegalArgumentException(
          source + " cannot be downloaded here: a local folder serves file: URIs only");
    }
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null && !Files.isDirectory(parent)) {
        Files.createDirectories(parent);
      }
      copy(Path.of(source), target);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot download " + source + " to " + target + ": " + e, e);
    }
  }

  @Override
  public CheckpointFolder checkpoints() {
    return checkpoints;
  }

  @Override
  public Optional<CheckpointFolder> previousCheckpoints() {
    return Optional.ofNullable(previousCheckpoints);
  }

  private static CheckpointFolder checkpointsIn(Path folder) {
    return new LocalCheckpointFolder(folder.resolve("checkpoints"));
  }

  private static void copy(Path source, Path target) throws IOException {
    if (target.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize())) {
      throw new FileSystemException(
          source.toString(), target.toString(), "a folder cannot be copied into itself");
    }
    Files.walkFileTree(
        source,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(counterpart(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, counterpart(file));
            return FileVisitResult.CONTINUE;
          }

          private Path counterpart(Path path) {
            // Not resolve(relativize(…)): for the root itself that would end in a separator.
            return path.equals(source)
                ? target
                : target.resolve(source.relativize(path).toString());
          }
        });
  }
}
