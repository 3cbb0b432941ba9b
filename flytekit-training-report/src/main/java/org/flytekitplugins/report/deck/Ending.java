package org.flytekitplugins.report.deck;

import org.flytekitplugins.kubeflow.internal.SignalExitCode;

/** How a process of a replica ended, in words and as a style of the page. */
final class Ending {
  private final String style;
  private final String text;

  private Ending(String style, String text) {
    this.style = style;
    this.text = text;
  }

  static Ending of(int exitCode) {
    switch (exitCode) {
      case JobRecord.RUNNING:
        return new Ending("running", "still running");
      case 0:
        return new Ending("succeeded", "exit 0");
      case SignalExitCode.KILLED:
        return new Ending("failed", "killed");
      case SignalExitCode.TERMINATED:
        return new Ending("terminated", "terminated");
      default:
        return new Ending("failed", "exit " + exitCode);
    }
  }

  String style() {
    return style;
  }

  String text() {
    return text;
  }
}
