package org.flytekitplugins.kotlin

import org.flyte.flytekit.SdkResources
import org.flytekitplugins.kubeflow.ReplicaSpec
import org.flytekitplugins.kubeflow.RestartPolicy

/** What a job asks for one role; see [ReplicaSpec.Builder]. What is not said stays as it was. */
@TrainingJobDsl
public class ReplicaScope internal constructor(private val builder: ReplicaSpec.Builder) {
  /** How many replicas the role has, from 0 up; 1 in a new role. */
  public var replicas: Int
    get() = builder.replicas()
    set(value) {
      builder.replicas(value)
    }

  /**
   * The container image of the role: a reference, best one with a digest, or `{{.image.NAME}}` for
   * one that is named at registration. Null, as it is in a new role, for the task's own.
   */
  public var image: String?
    get() = builder.image()
    set(value) {
      builder.image(value)
    }

  /** What happens when a replica ends while the job goes on; nothing in a new role. */
  public var restartPolicy: RestartPolicy
    get() = builder.restartPolicy()
    set(value) {
      builder.restartPolicy(value)
    }

  /** What each replica requests, in place of what it requested before. */
  public fun requests(configure: ResourceScope.() -> Unit) {
    builder.requests { ResourceScope().apply(configure).applyTo(it) }
  }

  /** What each replica is limited to, in place of its limits before. */
  public fun limits(configure: ResourceScope.() -> Unit) {
    builder.limits { ResourceScope().apply(configure).applyTo(it) }
  }

  /** What each replica requests and is limited to, as flytekit-java's other tasks say it. */
  public fun resources(resources: SdkResources) {
    builder.resources(resources)
  }
}
