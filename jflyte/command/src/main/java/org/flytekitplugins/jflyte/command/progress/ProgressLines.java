package org.flytekitplugins.jflyte.command.progress;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.report.Progress;

/** Tells what happens line by line: {@code train: worker-1 was killed}. For files and pipes. */
public final class ProgressLines implements LocalExecutionListener {
  /** How long a replica's further progress is kept back. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final PrintWriter out;
  private final Clock clock;

  /**
   * @param out where the lines go; flushed after each
   */
  public ProgressLines(PrintWriter out) {
    this(out, Clock.systemUTC());
  }

  ProgressLines(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void changed(NodeStatus node) {
    switch (node.state()) {
      case PENDING -> {}
      case RUNNING -> say(node, "running" + (node.entity().isEmpty() ? "" : " " + node.entity()));
      case SUCCEEDED, FAILED ->
          say(
              node,
              ProgressText.state(node.state()) + " after " + DurationText.measured(node.time()));
      case SKIPPED -> say(node, "skipped");
    }
  }

  @Override
  public void retrying(NodeStatus node, String failure) {
    say(node, "attempt " + node.attempt() + " failed, trying again: " + failure);
  }

  @Override
  public List<JobListener> jobListeners(NodeStatus node, TrainingCluster cluster) {
    say(node, "a cluster of " + ClusterInWords.of(cluster));
    return List.of(new JobLines(node));
  }

  private void say(NodeStatus node, String what) {
    synchronized (out) {
      out.println(node.name() + ": " + what);
      out.flush();
    }
  }

  private final class JobLines implements JobListener {
    private final NodeStatus node;
    private final Map<Replica, Instant> lastSaid = new HashMap<>();

    JobLines(NodeStatus node) {
      this.node = node;
    }

    @Override
    public void started(Replica replica, int restarts) {
      if (restarts > 0) {
        say(node, replica + " starts again");
      }
    }

    @Override
    public void exited(Replica replica, int exitCode) {
      String exit = ProgressText.exit(exitCode);
      if (!exit.isEmpty()) {
        say(node, replica + " " + exit);
      }
    }

    @Override
    public void progress(Replica replica, Progress progress) {
      Instant now = clock.instant();
      Instant last = lastSaid.get(replica);
      if (last == null || !now.isBefore(last.plus(INTERVAL))) {
        lastSaid.put(replica, now);
        say(node, replica + " " + ProgressText.progress(progress));
      }
    }
  }
}
