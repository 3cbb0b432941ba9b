package org.flytekitplugins.report;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The file to which this process appends its lines. It stays open from one line to the next: to
 * open it takes four times as long as to write a line. Safe for use by several threads.
 */
final class LineFile {
  /** How long it may take to see that somebody has deleted the file, or that it is too large. */
  private static final long LOOK = Duration.ofSeconds(1).toNanos();

  // The one that was written last: a process has one, but a test may have one after the other.
  private static @Nullable LineFile last;

  // The file whose last line may lack its end, because there was no room for it.
  private static @Nullable Path broken;

  private final Path path;
  // Not a channel, which an interrupt of whoever writes closes for all.
  private final FileOutputStream file;
  private long lookedAt;

  private LineFile(Path path) throws IOException {
    this.path = path;
    this.file = new FileOutputStream(path.toFile(), true);
    this.lookedAt = System.nanoTime() - LOOK;
  }

  /**
   * Appends a whole line by one write to a file that is opened for appending: so the system keeps
   * lines apart, also those of other processes.
   *
   * @param largest how large the file may become, about, before it becomes the {@linkplain #former
   *     former} one and another is begun; only one that nobody else writes may become too large
   */
  static synchronized void append(Path path, byte[] line, long largest) throws IOException {
    try {
      FileOutputStream file = at(path, largest).file;
      if (broken != null && broken.equals(path)) {
        file.write('\n');
      }
      file.write(line);
      broken = null;
    } catch (IOException e) {
      broken = path;
      close();
      throw e;
    }
  }

  /** Where the lines before those of a file are, if it has been begun anew. */
  static Path former(Path path) {
    // Not +, which takes 8 ms at its first use, and every replica waits for it.
    return Path.of(path.toString().concat(".1"));
  }

  private static LineFile at(Path path, long largest) throws IOException {
    LineFile open = last;
    if (open == null || !open.path.equals(path)) {
      open = open(path);
    }
    long now = System.nanoTime();
    if (now - open.lookedAt >= LOOK) {
      long size = path.toFile().length();
      if (size > largest) {
        close();
        Files.move(path, former(path), StandardCopyOption.REPLACE_EXISTING);
        open = open(path);
      } else if (size == 0) {
        open = open(path); // nothing is there, or not any more
      }
      open.lookedAt = now;
    }
    return open;
  }

  private static LineFile open(Path path) throws IOException {
    close();
    LineFile opened = new LineFile(path);
    last = opened;
    return opened;
  }

  private static void close() throws IOException {
    LineFile open = last;
    last = null;
    if (open != null) {
      open.file.close();
    }
  }
}
