package org.flytekitplugins.localcluster;

import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.usage.ReplicaUsage;

/**
 * Is told what happens to a job. All methods are called one after the other by the job's own
 * thread, which waits for them; {@link #line} by a thread per replica.
 */
public interface JobListener {
  /** The job came into another condition. */
  default void condition(JobTransition transition) {}

  /** The process of a replica was started; restarts is 0 for the first in its pod. */
  default void started(Replica replica, int restarts) {}

  /** The process of a replica has ended. */
  default void exited(Replica replica, int exitCode) {}

  /** A replica reported a step. */
  default void progress(Replica replica, Progress progress) {}

  /** A replica reported that it has written a checkpoint of a step. */
  default void checkpoint(Replica replica, Progress progress) {}

  /**
   * What the process of a replica, with those that it has started, has used so far, as it is seen
   * from outside every two seconds and when the job ends it; on Linux. What it tells itself comes
   * with its {@link #progress}.
   */
  default void used(Replica replica, ReplicaUsage usage) {}

  /** A replica wrote a line to its output. */
  default void line(Replica replica, String line) {}
}
