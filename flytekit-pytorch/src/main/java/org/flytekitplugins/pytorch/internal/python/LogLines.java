package org.flytekitplugins.pytorch.internal.python;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a process prints, line by line, with the last lines kept for messages. Bytes that are no
 * UTF-8 become U+FFFD, and a line without end is cut into pieces, so that it needs no memory.
 */
final class LogLines {
  private static final int LONGEST = 1 << 16;
  private static final int KEPT = 20;
  private static final int LONGEST_KEPT = 500;

  private final Consumer<String> lines;
  private final Deque<String> last = new ArrayDeque<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LogLines(Consumer<String> lines) {
    this.lines = lines;
  }

  /** Takes in all, until the process and its children have closed their output. */
  void drain(InputStream output) throws IOException {
    byte[] buffer = new byte[8192];
    try {
      for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
        for (int i = 0; i < read; i++) {
          take(buffer[i]);
        }
      }
    } finally {
      if (line.size() > 0) {
        end();
      }
    }
  }

  private void take(byte b) {
    if (b == '\n') {
      end();
      return;
    }
    // Not within a character, which may have four bytes.
    boolean begins = (b & 0xC0) != 0x80;
    if (line.size() >= LONGEST + 3 || (line.size() >= LONGEST && begins)) {
      end();
    }
    line.write(b);
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    keep(text);
    lines.accept(text);
  }

  private void keep(String text) {
    synchronized (last) {
      if (last.size() == KEPT) {
        last.removeFirst();
      }
      last.addLast(text.length() <= LONGEST_KEPT ? text : text.substring(0, LONGEST_KEPT) + "…");
    }
  }

  /** The last lines, the latest last. */
  List<String> last() {
    synchronized (last) {
      return new ArrayList<>(last);
    }
  }
}
