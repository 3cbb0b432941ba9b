package org.flytekitplugins.jflyte.local;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.report.Progress;

/** Words for what happens. */
final class ProgressText {
  private static final int SIGNAL = 128;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private ProgressText() {}

  /** A time to a tenth of a second: {@code 0.4 s}, {@code 2 min 3.0 s}. */
  static String time(Duration time) {
    long minutes = time.toMinutes();
    double seconds = time.minusMinutes(minutes).toMillis() / 1000.0;
    return minutes == 0
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%d min %.1f s", minutes, seconds);
  }

  /** The shape of a cluster: {@code 1 chief, 2 workers, 1 ps}. */
  static String shape(TrainingCluster cluster) {
    return cluster.replicas().entrySet().stream()
        .map(role -> count(role.getValue().replicas(), role.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String count(int replicas, ReplicaType type) {
    boolean isPlural = replicas != 1 && type != ReplicaType.PS;
    return replicas + " " + type.lowerCaseName() + (isPlural ? "s" : "");
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
      case 0, SIGNAL + SIGTERM -> "";
      case SIGNAL + SIGKILL -> "was killed";
      default -> "ended with exit code " + code;
    };
  }
}
