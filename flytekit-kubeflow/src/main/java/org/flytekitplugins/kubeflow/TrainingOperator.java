package org.flytekitplugins.kubeflow;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodStatus;

/**
 * The training operator's rules for one job, as a function: pods and their processes are somebody
 * else's.
 */
public interface TrainingOperator {
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
