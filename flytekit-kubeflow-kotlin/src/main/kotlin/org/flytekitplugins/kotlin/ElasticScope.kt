package org.flytekitplugins.kotlin

import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration
import org.flytekitplugins.kubeflow.InvalidFieldException
import org.flytekitplugins.pytorch.Elastic
import org.flytekitplugins.spi.SharedMemory

/**
 * The nodes of a training that torchrun starts, what each of them gets, and how it ends; see
 * [Elastic.Builder]. What is not said stays as it was.
 */
@TrainingJobDsl
public class ElasticScope internal constructor(elastic: Elastic) {
  private val builder = elastic.toBuilder()

  /**
   * A number of nodes, or the least and the most of them as `"1:3"`. The number 1, as it is in a
   * new training, is a plain task and no job; `"1"` is a job of one worker.
   */
  public var nnodes: Any = if (elastic.isPlain) 1 else elastic.nnodes()
    set(value) {
      field = checked(value)
    }

  /** How many processes each worker starts, from 1 up; 1 in a new training. */
  public var nprocPerNode: Int = elastic.nprocPerNode()

  /** How often all processes are started again, from 0 up; 0 in a new training. */
  public var maxRestarts: Int = elastic.maxRestarts()

  /** How often a worker looks after its processes; 5 seconds in a new training. */
  public var monitorInterval: Duration = elastic.monitorInterval().toKotlinDuration()

  /**
   * How the workers find each other, by torch's names, such as `join_timeout` in seconds: texts,
   * numbers and booleans. In a new training `timeout` and `join_timeout` are 900.
   */
  public var rdzvConfigs: Map<String, Any> = elastic.rdzvConfigs()

  /** How a worker starts its processes, `spawn` or `fork`; spawn in a new training. */
  public var startMethod: String = elastic.startMethod()

  /**
   * The volume at `/dev/shm`; in a new training one that may grow to the pod's memory limit. Null
   * for the container runtime's own, which often has 64 MiB.
   */
  public var sharedMemory: SharedMemory? = elastic.sharedMemory()

  /**
   * What each worker of a job gets; [nnodes] says how many there are.
   *
   * @throws InvalidFieldException if one of their fields is refused
   */
  public fun worker(configure: ReplicaScope.() -> Unit) {
    builder.worker { ReplicaScope(it).configure() }
  }

  /**
   * How the job ends.
   *
   * @throws InvalidFieldException if one of its fields is refused
   */
  public fun runPolicy(configure: RunPolicyScope.() -> Unit) {
    builder.runPolicy { RunPolicyScope(it).configure() }
  }

  internal fun build(): Elastic {
    when (val nodes = nnodes) {
      is Int -> builder.nnodes(nodes)
      else -> builder.nnodes(nodes as String)
    }
    return builder
      .nprocPerNode(nprocPerNode)
      .maxRestarts(maxRestarts)
      .monitorInterval(monitorInterval.toJavaDuration())
      .rdzvConfigs(rdzvConfigs)
      .startMethod(startMethod)
      .sharedMemory(sharedMemory)
      .build()
  }

  // A Kotlin property has one type; this is the narrowest that texts and numbers have in common.
  private fun checked(value: Any): Any =
    if (value is String || value is Int) value
    else
      throw InvalidFieldException(
        "nnodes",
        value,
        "nodes are a whole number or a text",
        "write for example 2 or \"1:3\"",
      )
}
