package org.flytekitplugins.kotlin

import org.flytekitplugins.tensorflow.TfJob

/**
 * Describes a Kubeflow TFJob.
 *
 * ```
 * tfJob {
 *   chief { requests { cpu = 1; memory = "2Gi" } }
 *   worker(2) {
 *     requests { cpu = 2; memory = "4Gi" }
 *     restartPolicy = RestartPolicy.ON_FAILURE
 *   }
 *   ps { requests { cpu = 1; memory = "2Gi" } }
 *   runPolicy { ttlAfterFinished = 1.hours }
 * }
 * ```
 *
 * It is a thin layer over [TfJob.builder], with the same rules and the same messages. The older
 * form of counts for each role is on that builder only.
 *
 * @param configure sets the roles and the run policy; a worker is the least it needs
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [TfJob.Builder] does, which names
 *   the field, the value and the remedy
 */
public fun tfJob(configure: TfJobScope.() -> Unit): TfJob = TfJob.builder().configuredBy(configure)

/**
 * Describes another size of a job: what is not said is as in [job].
 *
 * A role or run policy that is said keeps what it leaves out: `tfJob(job) { worker { image = … } }`
 * changes the image of the workers and nothing else, as [TfJob.toBuilder] does. A role that [job]
 * does not have is a new one.
 *
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [TfJob.Builder] does
 */
public fun tfJob(job: TfJob, configure: TfJobScope.() -> Unit): TfJob =
  job.toBuilder().configuredBy(configure)

private fun TfJob.Builder.configuredBy(configure: TfJobScope.() -> Unit): TfJob {
  TfJobScope(this).configure()
  return build()
}
