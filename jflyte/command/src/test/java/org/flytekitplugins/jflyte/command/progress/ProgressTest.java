package org.flytekitplugins.jflyte.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeKind;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;
import org.junit.jupiter.api.Test;

/** What is told while an execution runs. */
class ProgressTest {
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(
          Map.of(ReplicaType.CHIEF, ReplicaSpec.of(1), ReplicaType.WORKER, ReplicaSpec.of(2)),
          RunPolicy.empty());

  private final StringWriter text = new StringWriter();
  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  @Test
  void linesTellStatesFailuresAndReplicas() {
    ProgressLines lines = new ProgressLines(new PrintWriter(text), clock);
    play(lines);
    assertThat(text.toString().lines())
        .containsExactly(
            "train: running com.acme.Train",
            "train: a cluster of 1 chief, 2 workers",
            "train: worker-1 was killed",
            "train: worker-1 starts again",
            "train: worker-0 ended with exit code 3",
            "train: attempt 1 failed, trying again: lost a peer",
            "train: succeeded after 1 min 3.5 s",
            "part: running com.acme.Part",
            "part/next: failed after 0.0 s",
            "last: skipped");
  }

  @Test
  void theTreeShowsEveryNodeWithStateAndTime() {
    try (ProgressTree tree = new ProgressTree(new PrintWriter(text), clock)) {
      play(tree);
      assertThat(tree.lines())
          .containsExactly(
              "train   succeeded  1 min 3.5 s  com.acme.Train (attempt 1 failed: lost a peer)",
              "part    running         0.0 s  com.acme.Part",
              "  next  failed          0.0 s  com.acme.Next",
              "last    skipped                com.acme.Last");
    }
  }

  @Test
  void whileATrainingRunsItsReplicasStandUnderIt() {
    try (ProgressTree tree = new ProgressTree(new PrintWriter(text), clock)) {
      NodeStatus running = status(NodeState.RUNNING, 1, Duration.ofSeconds(2), "train");
      tree.changed(running);
      JobListener job = tree.jobListeners(running, CLUSTER).get(0);
      job.started(Replica.parse("chief-0"), 0);
      job.exited(Replica.parse("worker-1"), 137);
      assertThat(tree.lines())
          .containsExactly(
              "train       running         2.0 s  com.acme.Train",
              "  chief-0                          started",
              "  worker-1                         was killed");
    }
  }

  @Test
  void ofALargeTreeOnlyWhatIsUnderWayIsRewritten() {
    try (ProgressTree tree = new ProgressTree(new PrintWriter(text), clock)) {
      for (int i = 0; i < 30; i++) {
        tree.changed(status(NodeState.PENDING, 0, Duration.ZERO, "n" + i));
      }
      tree.changed(status(NodeState.RUNNING, 1, Duration.ZERO, "n7"));
      assertThat(text.toString())
          .endsWith("n7  running         0.0 s  com.acme.N7\nand 29 more\n\u001b[?7h");
    }
    assertThat(text.toString().lines().filter(line -> line.startsWith("n29  pending")))
        .isNotEmpty();
  }

  @Test
  void whatIsPrintedMeanwhileStandsAboveTheTree() {
    try (ProgressTree tree = new ProgressTree(new PrintWriter(text), clock)) {
      tree.changed(status(NodeState.RUNNING, 1, Duration.ZERO, "train"));
      tree.print("hello");
    }
    assertThat(text.toString()).contains("\u001b[1A\r\u001b[0Jhello\n\u001b[?7ltrain");
  }

  private static void play(LocalExecutionListener listener) {
    listener.changed(status(NodeState.PENDING, 0, Duration.ZERO, "train"));
    NodeStatus running = status(NodeState.RUNNING, 1, Duration.ZERO, "train");
    listener.changed(running);
    for (JobListener job : listener.jobListeners(running, CLUSTER)) {
      job.started(Replica.parse("worker-1"), 0);
      job.exited(Replica.parse("worker-1"), 137);
      job.started(Replica.parse("worker-1"), 1);
      job.exited(Replica.parse("worker-0"), 3);
      job.exited(Replica.parse("chief-0"), 143);
    }
    listener.retrying(running, "lost a peer");
    listener.changed(status(NodeState.SUCCEEDED, 2, Duration.ofMillis(63_500), "train"));
    listener.changed(status(NodeState.PENDING, 0, Duration.ZERO, "part"));
    listener.changed(status(NodeState.PENDING, 0, Duration.ZERO, "last"));
    listener.changed(status(NodeState.RUNNING, 1, Duration.ZERO, "part"));
    listener.changed(status(NodeState.PENDING, 0, Duration.ZERO, "part", "next"));
    listener.changed(status(NodeState.FAILED, 1, Duration.ZERO, "part", "next"));
    listener.changed(status(NodeState.SKIPPED, 0, Duration.ZERO, "last"));
  }

  private static NodeStatus status(NodeState state, int attempt, Duration time, String... path) {
    String name = path[path.length - 1];
    String entity =
        "com.acme." + name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    return new NodeStatus(List.of(path), NodeKind.TASK, entity, state, attempt, time);
  }
}
