package org.flytekitplugins.kotlin

import kotlin.time.Duration
import kotlin.time.toJavaDuration
import org.flytekitplugins.kubeflow.CleanPodPolicy
import org.flytekitplugins.kubeflow.RunPolicy

/** How the operator ends a job and cleans up after it. What is null is left open. */
@TfJobDsl
public class RunPolicyScope internal constructor() {
  /** Which pods are deleted when the job has ended. */
  public var cleanPodPolicy: CleanPodPolicy? = null

  /** How long the job object stays after the job has ended: whole seconds, at least one. */
  public var ttlAfterFinished: Duration? = null

  /**
   * How long the job may run: whole seconds, at least one. The operator looks at it only when
   * something else happens to the job, so a task's own timeout is the one to rely on.
   */
  public var activeDeadline: Duration? = null

  /**
   * How many restarts of containers, of all replicas with a restart policy together, fail the job:
   * 1 or more. Flyte's retries are counted elsewhere.
   */
  public var backoffLimit: Int? = null

  internal fun applyTo(builder: RunPolicy.Builder) {
    builder
      .cleanPodPolicy(cleanPodPolicy)
      .ttlAfterFinished(ttlAfterFinished?.toJavaDuration())
      .activeDeadline(activeDeadline?.toJavaDuration())
      .backoffLimit(backoffLimit)
  }
}
