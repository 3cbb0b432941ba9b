package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;

/**
 * What the training operator does for one kind of job. Only this differs between frameworks; pods
 * and their processes are everybody's.
 */
interface TrainingOperator {
  /** The variables that a replica finds, given where all replicas listen. */
  Map<String, String> variables(Replica replica, SortedMap<Replica, String> addresses);

  /** The status of a job that was just created. */
  JobStatus created();

  /**
   * Looks at the job once. Pure: it changes nothing itself, and equal arguments give equal results.
   *
   * @param status the status after the last look
   * @param pods the pods of the job; a replica that is not there has none
   * @param active how long ago the first look was
   */
  Reconciliation reconcile(JobStatus status, Map<Replica, PodStatus> pods, Duration active);
}
