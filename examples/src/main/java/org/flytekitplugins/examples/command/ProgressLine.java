package org.flytekitplugins.examples.command;

import java.io.PrintWriter;
import java.util.Locale;
import org.flytekitplugins.examples.TrainingReports.Report;

/** The progress of a training: one line that is rewritten on a terminal, plain lines elsewhere. */
final class ProgressLine {
  private static final String REWRITE = "\r\u001b[2K";

  private final PrintWriter out;
  private final boolean terminal;
  private boolean isOpen;

  ProgressLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  synchronized void show(Report report) {
    String line =
        String.format(
            Locale.ROOT,
            "%s  step %d/%d  loss %.4f  accuracy %.4f",
            report.replica(),
            report.step(),
            report.steps(),
            report.loss(),
            report.accuracy());
    if (terminal) {
      out.print(REWRITE + line);
      out.flush();
      isOpen = true;
    } else {
      out.println(line);
    }
  }

  /** Leaves the last progress standing, so that what follows starts on a line of its own. */
  synchronized void end() {
    if (isOpen) {
      out.println();
      isOpen = false;
    }
  }
}
