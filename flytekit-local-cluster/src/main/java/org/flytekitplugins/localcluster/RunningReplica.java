package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.operator.PodStatus;
import org.flytekitplugins.localcluster.internal.FreePorts;
import org.flytekitplugins.localcluster.internal.LogTail;
import org.flytekitplugins.localcluster.internal.ReplicaLog;
import org.flytekitplugins.report.ProgressTail;
import org.jspecify.annotations.Nullable;

/** One replica of a running job, over all its pods. Used by the job's loop only. */
final class RunningReplica implements AutoCloseable {
  private final Replica replica;
  private final String address;
  private final ReplicaLog log;
  private final ProgressTail progress;
  private final List<Integer> exitCodes = new ArrayList<>();
  private OptionalLong step = OptionalLong.empty();
  private long furthest;
  private Duration backoff = Duration.ZERO;
  private @Nullable Pod pod;

  RunningReplica(Replica replica, String address, ReplicaLog log, ProgressTail progress) {
    this.replica = replica;
    this.address = address;
    this.log = log;
    this.progress = progress;
  }

  Replica replica() {
    return replica;
  }

  ReplicaLog log() {
    return log;
  }

  ProgressTail progress() {
    return progress;
  }

  @Nullable Pod pod() {
    return pod;
  }

  void pod(Pod created) {
    pod = created;
  }

  void step(long reported) {
    step = OptionalLong.of(reported);
    furthest = Math.max(furthest, reported);
  }

  void exited(int exitCode) {
    exitCodes.add(exitCode);
  }

  void waits(Duration delay) {
    backoff = backoff.plus(delay);
  }

  PodStatus podStatus() {
    return pod == null ? PodStatus.ABSENT : pod.status();
  }

  ReplicaStatus status() {
    OptionalLong pid = pod == null ? OptionalLong.empty() : pod.pid();
    return ReplicaStatus.of(replica, podStatus(), exitCodes, backoff, pid, step);
  }

  /** Why a fault has not happened to this replica. */
  String whyNotYet(Fault fault) {
    if (pod == null || (exitCodes.isEmpty() && pod.pid().isEmpty())) {
      return replica + " has not started";
    }
    if (fault.step() == null) {
      return "its time has not come";
    }
    return step.isEmpty()
        ? replica + " has reported no step"
        : replica + " has reported step " + furthest + " at most";
  }

  /** What is to be said about a process that has just failed. */
  String failure(int exitCode, Duration run) {
    String sentence =
        String.format(
            "%s exited with code %d after %s", replica, exitCode, DurationText.measured(run));
    // Only now: while the process lives, it is itself who holds the port.
    if (FreePorts.isTaken(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))) {
      sentence += ", and its address " + address + " is taken by another process: end that one";
    }
    return sentence + LogTail.of(log);
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
