package org.flytekitplugins.jflyte.command.progress;

import java.io.PrintWriter;

/**
 * A line that shows how far something is, drawn over itself. Draws nothing where nobody looks: in a
 * pipe.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter output;
  private final boolean terminal;
  private boolean drawn;
  private boolean noted;
  private String last = "";

  /**
   * @param terminal whether somebody looks at the output
   */
  ProgressBar(PrintWriter output, boolean terminal) {
    this.output = output;
    this.terminal = terminal;
  }

  /** Draws if {@code bin/jflyte} says that there is a terminal: a JVM cannot tell of one stream. */
  public static ProgressBar on(PrintWriter output) {
    return new ProgressBar(output, Boolean.getBoolean("jflyte.terminal"));
  }

  /** Shows that so many are done. */
  public synchronized void show(String what, int done, int total) {
    if (!terminal || total == 0) {
      return;
    }
    int filled = (int) ((long) WIDTH * done / total);
    String line =
        what + " [" + "=".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total;
    if (!line.equals(last)) {
      output.print(ERASE_LINE + line);
      output.flush();
      last = line;
      drawn = true;
    }
  }

  /**
   * Says something beside what is shown, for as long as nothing else is shown. Where nobody looks,
   * the first time only, for good: whoever reads a log wants to know why it took long.
   */
  public synchronized void note(String text) {
    if (terminal) {
      output.print(ERASE_LINE + text);
      output.flush();
      last = text;
      drawn = true;
    } else if (!noted) {
      output.println("jflyte: " + text);
      output.flush();
      noted = true;
    }
  }

  @Override
  public void close() {
    erase();
  }

  /** Takes away what is shown, for something to be printed there. */
  public synchronized void erase() {
    if (drawn) {
      output.print(ERASE_LINE);
      output.flush();
      drawn = false;
      last = "";
    }
  }
}
