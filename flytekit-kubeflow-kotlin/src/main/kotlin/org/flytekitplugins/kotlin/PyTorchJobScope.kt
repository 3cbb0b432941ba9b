package org.flytekitplugins.kotlin

import org.flytekitplugins.pytorch.PyTorchJob

/**
 * The roles of a PyTorchJob, and how it ends. There is always one master; how many workers there
 * are beside it is to be said. A role that is said twice has what was said last of each field.
 */
@TrainingJobDsl
public class PyTorchJobScope internal constructor(private val builder: PyTorchJob.Builder) {
  /**
   * The master, which leads the job; there is always one.
   *
   * @param configure what it gets
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of its fields is refused
   */
  public fun master(configure: ReplicaScope.() -> Unit) {
    builder.master { ReplicaScope(it).configure() }
  }

  /**
   * The workers beside the master.
   *
   * @param configure what each of them gets; the count of a new role is 1 unless said
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun worker(configure: ReplicaScope.() -> Unit = {}) {
    builder.worker { ReplicaScope(it).configure() }
  }

  /**
   * The workers beside the master; 0 if it trains alone.
   *
   * @param replicas how many
   * @param configure what each of them gets
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun worker(replicas: Int, configure: ReplicaScope.() -> Unit = {}) {
    worker {
      this.replicas = replicas
      configure()
    }
  }

  /**
   * How the job ends.
   *
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of its fields is refused
   */
  public fun runPolicy(configure: RunPolicyScope.() -> Unit) {
    builder.runPolicy { RunPolicyScope(it).configure() }
  }
}
