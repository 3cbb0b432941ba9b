package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.JobTransition;

/** A job at one moment. */
@AutoValue
abstract class JobSnapshot {
  JobSnapshot() {}

  abstract JobStatus status();

  abstract List<JobTransition> history();

  abstract SortedMap<Replica, ReplicaStatus> replicas();

  /** Whether nothing will happen any more but what the clean pod policy lets live. */
  abstract boolean isSettled();

  /** Whether the job was stopped from outside. */
  abstract boolean isStopped();

  /** What failed last, or empty. */
  abstract String failure();

  /** What was to go wrong and has not. */
  abstract List<MissedFault> missedFaults();

  static JobSnapshot of(
      JobStatus status,
      Collection<JobTransition> history,
      Map<Replica, ReplicaStatus> replicas,
      boolean isSettled,
      boolean isStopped,
      String failure,
      List<MissedFault> missedFaults) {
    return new AutoValue_JobSnapshot(
        status,
        List.copyOf(history),
        Collections.unmodifiableSortedMap(new TreeMap<>(replicas)),
        isSettled,
        isStopped,
        failure,
        List.copyOf(missedFaults));
  }

  boolean hasProcesses() {
    return replicas().values().stream().anyMatch(replica -> replica.pid().isPresent());
  }
}
