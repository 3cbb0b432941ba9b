package org.flytekitplugins.localcluster.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.flytekitplugins.report.internal.LineSplitter;

/**
 * What one replica says, over all its restarts: byte for byte in a file, line by line to whoever
 * listens, and the last lines kept for messages.
 */
public final class ReplicaLog implements AutoCloseable {
  private static final int KEPT = 20;

  private final Path path;
  private final OutputStream file;
  private final LineSplitter splitter;
  private final Consumer<String> complaints;
  private final Deque<String> last = new ArrayDeque<>();
  private boolean isIncomplete;

  /**
   * @param complaints gets a sentence when the file cannot be written any more
   */
  public ReplicaLog(Path path, Consumer<String> lines, Consumer<String> complaints)
      throws IOException {
    this.path = path;
    this.complaints = complaints;
    file = Files.newOutputStream(path);
    splitter =
        new LineSplitter(
            line -> {
              keep(line);
              lines.accept(line);
            });
  }

  public Path path() {
    return path;
  }

  /** Takes in what a process writes, until it and all its children have closed their output. */
  public void drain(InputStream output) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        write(buffer, read);
        splitter.write(buffer, read);
      }
    } finally {
      splitter.end();
    }
  }

  // A full disk is no reason to leave the pipe alone: the replica would stand still when it is
  // full.
  private void write(byte[] buffer, int length) {
    try {
      file.write(buffer, 0, length);
    } catch (IOException e) {
      if (!isIncomplete) {
        isIncomplete = true;
        String complaint =
            "its log file " + path + " cannot be written, so lines are missing in it: " + e;
        keep(complaint);
        complaints.accept(complaint);
      }
    }
  }

  /** Adds a line of our own, where no process is that could write one. */
  public void add(String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      drain(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      keep(line);
    }
  }

  /** The last lines, the latest last. */
  public List<String> lastLines() {
    synchronized (last) {
      return List.copyOf(last);
    }
  }

  private void keep(String line) {
    synchronized (last) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(line);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
