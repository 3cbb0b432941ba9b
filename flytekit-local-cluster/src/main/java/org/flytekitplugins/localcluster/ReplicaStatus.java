package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;

/** How a replica is. */
@AutoValue
public abstract class ReplicaStatus {
  ReplicaStatus() {}

  /** The replica. */
  public abstract Replica replica();

  /** How far its pod is. */
  public abstract PodPhase phase();

  /**
   * How often its process was started again in its pod, which is what counts for the backoff limit.
   * A pod that was made anew counts from 0.
   */
  public abstract int restarts();

  /**
   * The exit codes of its processes in the order of their ends, over all its pods; 128 plus the
   * number of the signal if one ended the process: 143 for SIGTERM, 137 for SIGKILL.
   */
  public abstract List<Integer> exitCodes();

  /**
   * How long the kubelet has waited before restarts of its process, over all its pods: by the
   * kubelet's own time, of which {@link LocalCluster#restartDelayScale} lets less pass here.
   */
  public abstract Duration backoff();

  /** The process that runs now; empty while none does. */
  public abstract OptionalLong pid();

  /** The last step that it reported; empty before the first. */
  public abstract OptionalLong step();

  static ReplicaStatus of(
      Replica replica,
      PodStatus pod,
      List<Integer> exitCodes,
      Duration backoff,
      OptionalLong pid,
      OptionalLong step) {
    return new AutoValue_ReplicaStatus(
        replica, pod.phase(), pod.restarts(), List.copyOf(exitCodes), backoff, pid, step);
  }
}
