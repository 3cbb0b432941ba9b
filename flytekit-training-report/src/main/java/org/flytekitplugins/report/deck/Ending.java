package org.flytekitplugins.report.deck;

import org.flytekitplugins.kubeflow.internal.SignalExitCode;

/** How a process of a replica ended, in words and as a style of the page. */
final class Ending {
  private final String style;
  private final String text;
  private final boolean isLoss;

  private Ending(String style, String text, boolean isLoss) {
    this.style = style;
    this.text = text;
    this.isLoss = isLoss;
  }

  static Ending of(int exitCode) {
    switch (exitCode) {
      case JobRecord.RUNNING:
        return new Ending("running", "still running", /* isLoss= */ false);
      case JobRecord.LAST_HEARD:
        return new Ending("running", "was running", /* isLoss= */ false);
      case JobRecord.FAILED:
        return new Ending("failed", "failed", /* isLoss= */ true);
      case 0:
        return new Ending("succeeded", "exit 0", /* isLoss= */ false);
      case SignalExitCode.KILLED:
        return new Ending("failed", "killed", /* isLoss= */ true);
      case SignalExitCode.TERMINATED:
        // Whoever is told to end when the job is over has not been lost.
        return new Ending("terminated", "terminated", /* isLoss= */ false);
      default:
        return new Ending("failed", "exit " + exitCode, /* isLoss= */ true);
    }
  }

  String style() {
    return style;
  }

  /** Whether the job has lost the replica by it. */
  boolean isLoss() {
    return isLoss;
  }

  String text() {
    return text;
  }
}
