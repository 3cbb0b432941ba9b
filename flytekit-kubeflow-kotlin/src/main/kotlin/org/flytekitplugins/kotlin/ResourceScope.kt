package org.flytekitplugins.kotlin

import org.flytekitplugins.kubeflow.ResourceList

/**
 * The resources that one replica requests, or is limited to, written as Kubernetes writes
 * quantities: `500m`, `2`, `1.5`, `4Gi`. What is null is not set.
 *
 * A replica that sets any of [cpu] and [memory] had better set both: Flyte fills what is missing
 * from the platform's defaults, not from the task's own resources.
 */
@TfJobDsl
public class ResourceScope internal constructor() {
  /** Cores, for example `500m` or `2`. */
  public var cpu: String? = null

  /** Bytes of memory, for example `4Gi`. */
  public var memory: String? = null

  /** GPUs: a whole number. A request and a limit are equal. */
  public var gpu: String? = null

  /** Bytes of local scratch space, logs included, for example `20Gi`. */
  public var ephemeralStorage: String? = null

  internal fun applyTo(builder: ResourceList.Builder) {
    cpu?.let(builder::cpu)
    memory?.let(builder::memory)
    gpu?.let { builder.gpu(it) }
    ephemeralStorage?.let(builder::ephemeralStorage)
  }
}
