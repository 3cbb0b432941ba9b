package org.flytekitplugins.kotlin

import org.flytekitplugins.pytorch.Elastic
import org.flytekitplugins.pytorch.PyTorchJob

/**
 * Describes a Kubeflow PyTorchJob that a master leads.
 *
 * ```
 * pyTorchJob {
 *   master { requests { cpu = 1; memory = "2Gi" } }
 *   worker(2) {
 *     requests { cpu = 2; memory = "4Gi" }
 *     restartPolicy = RestartPolicy.ON_FAILURE
 *   }
 *   runPolicy { ttlAfterFinished = 1.hours }
 * }
 * ```
 *
 * It is a thin layer over [PyTorchJob.builder], with the same rules and the same messages. The
 * older form of the workers' count is on that builder only.
 *
 * @param configure sets the roles and the run policy; how many workers there are is to be said
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [PyTorchJob.Builder] does, which
 *   names the field, the value and the remedy
 */
public fun pyTorchJob(configure: PyTorchJobScope.() -> Unit): PyTorchJob =
  PyTorchJob.builder().configuredBy(configure)

/**
 * Describes another size of a job: what is not said is as in [job].
 *
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [PyTorchJob.Builder] does
 */
public fun pyTorchJob(job: PyTorchJob, configure: PyTorchJobScope.() -> Unit): PyTorchJob =
  job.toBuilder().configuredBy(configure)

/**
 * Describes a training that torchrun starts, on one node or as an elastic PyTorchJob.
 *
 * ```
 * elastic {
 *   nnodes = "1:3"
 *   nprocPerNode = 2
 *   maxRestarts = 3
 *   worker { requests { cpu = 2; memory = "4Gi" } }
 * }
 * ```
 *
 * It is a thin layer over [Elastic.builder], with the same rules and the same messages.
 *
 * @param configure sets the nodes, and what they get; one process on one node unless said
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [Elastic.Builder] does, which names
 *   the field, the value and the remedy
 */
public fun elastic(configure: ElasticScope.() -> Unit = {}): Elastic =
  elastic(Elastic.builder().build(), configure)

/**
 * Describes another size of a training: what is not said is as in [elastic].
 *
 * @throws org.flytekitplugins.kubeflow.InvalidFieldException as [Elastic.Builder] does
 */
public fun elastic(elastic: Elastic, configure: ElasticScope.() -> Unit): Elastic =
  ElasticScope(elastic).apply(configure).build()

private fun PyTorchJob.Builder.configuredBy(configure: PyTorchJobScope.() -> Unit): PyTorchJob {
  PyTorchJobScope(this).configure()
  return build()
}
