package org.flytekitplugins.jflyte.execution.process;

import java.io.PrintStream;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;

/**
 * What jflyte itself says among what tasks print: each line after its own name, and that of the
 * replica if there is one.
 */
public final class ReplicaConsole {
  private final PrintStream out;
  private final String prefix;

  /**
   * The console of a replica or a plain task.
   *
   * @param out where to say it; somebody else's, so it is not closed
   * @param who for example {@code worker-1}; empty for a plain task
   */
  public ReplicaConsole(PrintStream out, String who) {
    this.out = out;
    this.prefix = who.isEmpty() ? "[jflyte] " : "[jflyte " + who + "] ";
  }

  /** The console of a process that is no replica: the standard error of now. */
  public static ReplicaConsole standard() {
    return new ReplicaConsole(System.err, "");
  }

  /** Says it, line by line. */
  public void say(String text) {
    StringBuilder lines = new StringBuilder();
    for (int start = 0; start <= text.length(); ) {
      int end = text.indexOf('\n', start);
      int stop = end < 0 ? text.length() : end;
      lines.append(prefix).append(text, start, stop).append('\n');
      start = stop + 1;
    }
    // One call: lines of other threads shall not come between.
    out.print(lines);
    out.flush();
  }

  /** Says it, and then what failed. */
  public void say(String text, Throwable failure) {
    say(text + "\n" + FailureDocuments.logged(failure));
  }
}
