package org.flytekitplugins.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/** Checkpoints as files of a folder; a file appears under its name only when it is complete. */
final class LocalCheckpointFolder implements CheckpointFolder {
  // What is no file name on one of the systems that tasks run on is none on the others.
  private static final Pattern NOT_PLAIN =
      Pattern.compile("\\.\\.?|.*[/\\\\:*?\"<>|\\p{Cntrl}].*", Pattern.DOTALL);

  private final Path folder;

  LocalCheckpointFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public URI uri() {
    return folder.toUri();
  }

  @Override
  public void write(String name, Path file) {
    Path target = resolve(name);
    try {
      Files.createDirectories(folder);
      Path partial = Files.createTempFile(folder, name, ".partial");
      try {
        copyContent(file, partial);
        Files.move(
            partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write checkpoint file " + target + ": " + e, e);
    }
  }

  @Override
  public boolean read(String name, Path target) {
    Path source = resolve(name);
    try {
      Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
      return true;
    } catch (NoSuchFileException e) {
      if (source.toString().equals(e.getFile())) {
        return false;
      }
      throw new UncheckedIOException("cannot read checkpoint file " + source + ": " + e, e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read checkpoint file " + source + ": " + e, e);
    }
  }

  // Files.copy(Path, Path) would take a folder for an empty file.
  private static void copyContent(Path source, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      Files.copy(source, out);
    }
  }

  private Path resolve(String name) {
    if (name.isBlank() || NOT_PLAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "checkpoint file name \""
              + name
              + "\" is not a plain name: leave out any path and the characters \\ / : * ? \" < > |");
    }
    return folder.resolve(name);
  }
}
