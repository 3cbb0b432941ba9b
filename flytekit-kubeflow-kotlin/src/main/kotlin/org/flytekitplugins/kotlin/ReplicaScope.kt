package org.flytekitplugins.kotlin

import org.flyte.flytekit.SdkResources
import org.flytekitplugins.kubeflow.ReplicaSpec
import org.flytekitplugins.kubeflow.RestartPolicy

/** What a job asks for one role; see [ReplicaSpec.Builder]. */
@TfJobDsl
public class ReplicaScope
internal constructor(private val builder: ReplicaSpec.Builder, replicas: Int) {
  /** How many replicas the role has, from 0 up. */
  public var replicas: Int = replicas
    set(value) {
      field = value
      builder.replicas(value)
    }

  /**
   * The container image of the role: a reference, best one with a digest, or `{{.image.NAME}}` for
   * one that is named at registration. Null, as it is unless set, for the task's own.
   */
  public var image: String? = null
    set(value) {
      field = value
      builder.image(value)
    }

  /** What happens when a replica ends while the job goes on. */
  public var restartPolicy: RestartPolicy = RestartPolicy.NEVER
    set(value) {
      field = value
      builder.restartPolicy(value)
    }

  init {
    builder.replicas(replicas)
  }

  /** What each replica requests. */
  public fun requests(configure: ResourceScope.() -> Unit) {
    builder.requests { ResourceScope().apply(configure).applyTo(it) }
  }

  /** What each replica is limited to. */
  public fun limits(configure: ResourceScope.() -> Unit) {
    builder.limits { ResourceScope().apply(configure).applyTo(it) }
  }

  /** What each replica requests and is limited to, as flytekit-java's other tasks say it. */
  public fun resources(resources: SdkResources) {
    builder.resources(resources)
  }
}
