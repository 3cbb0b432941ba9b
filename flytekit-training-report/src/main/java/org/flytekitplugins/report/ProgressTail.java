package org.flytekitplugins.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.flytekitplugins.report.internal.LineSplitter;
import org.jspecify.annotations.Nullable;

/** Reads what a replica has added to its progress file since the last look. For one thread. */
public final class ProgressTail {
  private static final int CHUNK = 64 * 1024;

  private final Path path;
  private final Consumer<Progress> progress;
  private final Consumer<String> complaints;
  private final LineSplitter splitter = new LineSplitter(this::line);
  // Which file was read, and up to where: that of the path may be another by now.
  private @Nullable Object key;
  private long position;

  /**
   * Follows a file, which need not be there yet.
   *
   * @param progress gets each step that is reported
   * @param complaints gets a sentence for each line that is not progress
   */
  public ProgressTail(Path path, Consumer<Progress> progress, Consumer<String> complaints) {
    this.path = path;
    this.progress = progress;
    this.complaints = complaints;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * Looks once, and says whether there was something. A line counts when its end is written. If the
   * file was set aside since the last look, because it had become too large, the rest of it comes
   * first.
   */
  public boolean poll() {
    // The cheapest look there is: most looks find nothing, and there are many.
    long length = path.toFile().length();
    if (length == position || (length == 0 && !Files.exists(path))) {
      return false;
    }
    Object present;
    try {
      do {
        present = key(path);
      } while (!read(present));
    } catch (IOException e) {
      complaints.accept("its progress file " + path + " cannot be read: " + e.getMessage());
    }
    return true;
  }

  // False if it was set aside just now: then nobody knows which of the two was opened.
  private boolean read(@Nullable Object present) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      if (!Objects.equals(present, key(path))) {
        return false;
      }
      if (key != null && !key.equals(present)) {
        readFormer(key);
        position = 0;
      } else if (file.length() < position) {
        position = 0; // somebody has emptied it
      }
      key = present;
      readOn(file);
      return true;
    }
  }

  private void readFormer(Object read) throws IOException {
    Path former = LineFile.former(path);
    if (!Files.exists(former)) {
      return; // it was deleted, and nothing is left of it
    }
    if (!read.equals(key(former))) {
      complaints.accept(
          "its progress file " + path + " grows faster than it is read: steps are lost");
      position = 0;
    }
    try (RandomAccessFile file = new RandomAccessFile(former.toFile(), "r")) {
      readOn(file);
    }
  }

  private void readOn(RandomAccessFile file) throws IOException {
    file.seek(position);
    byte[] buffer = new byte[CHUNK];
    for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
      position += read;
      splitter.write(buffer, read);
    }
  }

  // Null on a system whose files have none: there only one that has shrunk is known for another.
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private void line(String line) {
    if (line.isBlank()) {
      return;
    }
    try {
      progress.accept(Progress.parse(line));
    } catch (IOException e) {
      complaints.accept("its progress line " + line + " is passed over: " + e.getMessage());
    }
  }
}
