package org.flytekitplugins.kotlin

import org.flytekitplugins.kubeflow.InvalidFieldException
import org.flytekitplugins.kubeflow.ResourceList

/**
 * The resources that one replica requests, or is limited to, written as Kubernetes writes
 * quantities: `500m`, `2`, `1.5`, `4Gi`. What is null is not set.
 *
 * A replica that sets any of [cpu] and [memory] had better set both: Flyte fills what is missing
 * from the platform's defaults, not from the task's own resources.
 */
@TrainingJobDsl
public class ResourceScope internal constructor() {
  /** Cores: a number, or a quantity such as `500m`. */
  public var cpu: Any? = null
    set(value) {
      field = checked("cpu", value, "write for example 2, 0.5 or \"500m\"")
    }

  /** Bytes of memory, for example `4Gi`. */
  public var memory: String? = null

  /** GPUs: a whole number. A request and a limit are equal. */
  public var gpu: Any? = null
    set(value) {
      field = checked("gpu", value, "write for example 1 or \"1\"")
    }

  /** Bytes of local scratch space, logs included, for example `20Gi`. */
  public var ephemeralStorage: String? = null

  internal fun applyTo(builder: ResourceList.Builder) {
    cpu?.let { builder.cpu(text(it)) }
    memory?.let(builder::memory)
    gpu?.let { builder.gpu(text(it)) }
    ephemeralStorage?.let(builder::ephemeralStorage)
  }

  // A Kotlin property has one type; this is the narrowest that texts and numbers have in common.
  private fun checked(field: String, value: Any?, remedy: String): Any? =
    if (value == null || value is String || value is Number) value
    else throw InvalidFieldException(field, value, "a quantity is a text or a number", remedy)

  private fun text(quantity: Any): String =
    if (quantity is Double || quantity is Float) decimal(quantity.toString())
    else quantity.toString()

  private fun decimal(number: String): String =
    number.toBigDecimalOrNull()?.stripTrailingZeros()?.toPlainString() ?: number
}
