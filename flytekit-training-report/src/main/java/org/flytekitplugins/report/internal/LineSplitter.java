package org.flytekitplugins.report.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts the bytes of a log into lines. A carriage return ends a line as well, so that a progress bar
 * shows; a line longer than 64 KiB is cut.
 */
public final class LineSplitter {
  private static final int LONGEST = 64 * 1024;

  private final Consumer<String> lines;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean afterReturn;

  /**
   * @param lines gets each line, without its end
   */
  public LineSplitter(Consumer<String> lines) {
    this.lines = lines;
  }

  /**
   * Takes in a piece of the log.
   *
   * @param bytes it holds the piece
   * @param length how much of it, from its start
   */
  public void write(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      boolean restOfLineEnd = b == '\n' && afterReturn;
      afterReturn = b == '\r';
      if (b == '\n' || b == '\r') {
        if (!restOfLineEnd) {
          emit();
        }
      } else {
        line.write(b);
        if (line.size() >= LONGEST) {
          emit();
        }
      }
    }
  }

  /** Ends a last line that nothing ended. */
  public void end() {
    if (line.size() > 0) {
      emit();
    }
    afterReturn = false;
  }

  private void emit() {
    lines.accept(line.toString(StandardCharsets.UTF_8));
    line.reset();
  }
}
