package org.flytekitplugins.kotlin

import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import org.flytekitplugins.kubeflow.CleanPodPolicy
import org.flytekitplugins.kubeflow.RunPolicy

/**
 * How the operator ends a job and cleans up after it. What is null is left open; what is not said
 * stays as it was.
 */
@TrainingJobDsl
public class RunPolicyScope internal constructor(private val builder: RunPolicy.Builder) {
  /** Which pods are deleted when the job has ended. */
  public var cleanPodPolicy: CleanPodPolicy?
    get() = builder.cleanPodPolicy()
    set(value) {
      builder.cleanPodPolicy(value)
    }

  /** How long the job object stays after the job has ended: whole seconds, at least one. */
  public var ttlAfterFinished: Duration?
    get() = builder.ttlAfterFinished()?.toKotlinDuration()
    set(value) {
      builder.ttlAfterFinished(value?.toJavaDuration())
    }

  /**
   * How long the job may run: whole seconds, at least one. The operator looks at it only when
   * something else happens to the job, so a task's own timeout is the one to rely on.
   */
  public var activeDeadline: Duration?
    get() = builder.activeDeadline()?.toKotlinDuration()
    set(value) {
      builder.activeDeadline(value?.toJavaDuration())
    }

  /**
   * How many restarts of containers, of all replicas with a restart policy together, fail the job:
   * 1 or more. Flyte's retries are counted elsewhere.
   */
  public var backoffLimit: Int?
    get() = builder.backoffLimit()
    set(value) {
      builder.backoffLimit(value)
    }
}
