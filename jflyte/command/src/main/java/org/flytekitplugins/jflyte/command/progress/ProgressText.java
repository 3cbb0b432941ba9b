package org.flytekitplugins.jflyte.command.progress;

import java.util.Locale;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.kubeflow.internal.SignalExitCode;
import org.flytekitplugins.report.Progress;

/** Words for what happens. */
final class ProgressText {
  private ProgressText() {}

  /** How far a node is: {@code succeeded}. */
  static String state(NodeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** How far a replica is: {@code step 200 loss 0.1234}. */
  static String progress(Progress progress) {
    return progress.metrics().entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "  %s %.4f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining("", "step " + progress.step(), ""));
  }

  /** What became of a process; empty if it ended as it should. */
  static String exit(int code) {
    return switch (code) {
      case 0, SignalExitCode.TERMINATED -> "";
      case SignalExitCode.KILLED -> "was killed";
      default -> "ended with exit code " + code;
    };
  }
}
