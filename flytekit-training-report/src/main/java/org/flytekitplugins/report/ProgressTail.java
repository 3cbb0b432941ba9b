package org.flytekitplugins.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.flytekitplugins.report.internal.LineSplitter;

/** Reads what a replica has added to its progress file since the last look. For one thread. */
public final class ProgressTail {
  private static final int CHUNK = 64 * 1024;

  private final Path path;
  private final Consumer<Progress> progress;
  private final Consumer<String> complaints;
  private final LineSplitter splitter = new LineSplitter(this::line);
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

  /** Looks once, and says whether there was something. A line counts when its end is written. */
  public boolean poll() {
    // The cheapest look there is: most looks find nothing, and there are many.
    long length = path.toFile().length();
    if (length == position) {
      return false;
    }
    if (length < position) {
      position = 0; // the log has started over
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(position);
      byte[] buffer = new byte[CHUNK];
      for (int read = file.read(buffer); read > 0; read = file.read(buffer)) {
        position += read;
        splitter.write(buffer, read);
      }
    } catch (IOException e) {
      complaints.accept("its progress file " + path + " cannot be read: " + e.getMessage());
    }
    return true;
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
