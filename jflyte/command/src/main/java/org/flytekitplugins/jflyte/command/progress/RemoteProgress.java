package org.flytekitplugins.jflyte.command.progress;

import java.time.Duration;
import java.time.Instant;
import org.flytekitplugins.client.ExecutionFailure;
import org.flytekitplugins.client.ExecutionListener;
import org.flytekitplugins.client.NodePhase;
import org.flytekitplugins.client.NodeStatus;
import org.flytekitplugins.jflyte.local.LocalExecutionListener;
import org.flytekitplugins.jflyte.local.NodeKind;
import org.flytekitplugins.jflyte.local.NodeState;

/** Shows an execution on a cluster as one on this machine is shown. */
public final class RemoteProgress implements ExecutionListener {
  private final LocalExecutionListener shown;

  /**
   * @param shown what shows it
   */
  public RemoteProgress(LocalExecutionListener shown) {
    this.shown = shown;
  }

  @Override
  public void changed(NodeStatus node) {
    // What it runs is known a moment later, and is to be said once.
    if (node.phase() != NodePhase.RUNNING || node.isParent() || !node.entity().isEmpty()) {
      shown.changed(status(node, node.attempt()));
    }
  }

  @Override
  public void retrying(NodeStatus node, ExecutionFailure failure) {
    shown.retrying(status(node, node.attempt() - 1), failure.summary());
  }

  private static org.flytekitplugins.jflyte.local.NodeStatus status(NodeStatus node, int attempt) {
    return new org.flytekitplugins.jflyte.local.NodeStatus(
        node.path(),
        node.isParent() ? NodeKind.WORKFLOW : NodeKind.TASK,
        node.entity(),
        state(node.phase()),
        attempt,
        time(node));
  }

  private static Duration time(NodeStatus node) {
    Duration ran = node.duration();
    Instant since = node.startedAt();
    if (ran != null) {
      return ran;
    }
    Duration time = since == null ? Duration.ZERO : Duration.between(since, Instant.now());
    // The clock of the cluster may be ahead of ours.
    return time.isNegative() ? Duration.ZERO : time;
  }

  private static NodeState state(NodePhase phase) {
    return switch (phase) {
      case QUEUED -> NodeState.PENDING;
      case RUNNING -> NodeState.RUNNING;
      case SUCCEEDED -> NodeState.SUCCEEDED;
      case SKIPPED -> NodeState.SKIPPED;
      case FAILED, ABORTED, TIMED_OUT -> NodeState.FAILED;
    };
  }
}
