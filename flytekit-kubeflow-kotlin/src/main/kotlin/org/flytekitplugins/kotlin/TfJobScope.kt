package org.flytekitplugins.kotlin

import org.flytekitplugins.tensorflow.TfJob

/**
 * The roles of a TFJob, and how it ends. A role that is not said has no replicas; one that is said
 * twice has what was said last of each field.
 */
@TrainingJobDsl
public class TfJobScope internal constructor(private val builder: TfJob.Builder) {
  /**
   * The chief, which leads the job; 0 or 1. Without one, worker 0 leads.
   *
   * @param configure what it gets; the count of a new role is 1 unless said
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of its fields is refused
   */
  public fun chief(configure: ReplicaScope.() -> Unit = {}) {
    builder.chief { ReplicaScope(it).configure() }
  }

  /**
   * The chief, which leads the job; 0 or 1. Without one, worker 0 leads.
   *
   * @param replicas how many
   * @param configure what it gets
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of its fields is refused
   */
  public fun chief(replicas: Int, configure: ReplicaScope.() -> Unit = {}) {
    chief {
      this.replicas = replicas
      configure()
    }
  }

  /**
   * The workers; at least one.
   *
   * @param configure what each of them gets; the count of a new role is 1 unless said
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun worker(configure: ReplicaScope.() -> Unit = {}) {
    builder.worker { ReplicaScope(it).configure() }
  }

  /**
   * The workers; at least one.
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
   * The parameter servers, which hold the variables.
   *
   * @param configure what each of them gets; the count of a new role is 1 unless said
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun ps(configure: ReplicaScope.() -> Unit = {}) {
    builder.ps { ReplicaScope(it).configure() }
  }

  /**
   * The parameter servers, which hold the variables.
   *
   * @param replicas how many
   * @param configure what each of them gets
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun ps(replicas: Int, configure: ReplicaScope.() -> Unit = {}) {
    ps {
      this.replicas = replicas
      configure()
    }
  }

  /**
   * The evaluators, which score checkpoints; TensorFlow itself expects one at most.
   *
   * @param configure what each of them gets; the count of a new role is 1 unless said
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun evaluator(configure: ReplicaScope.() -> Unit = {}) {
    builder.evaluator { ReplicaScope(it).configure() }
  }

  /**
   * The evaluators, which score checkpoints; TensorFlow itself expects one at most.
   *
   * @param replicas how many
   * @param configure what each of them gets
   * @throws org.flytekitplugins.kubeflow.InvalidFieldException if one of their fields is refused
   */
  public fun evaluator(replicas: Int, configure: ReplicaScope.() -> Unit = {}) {
    evaluator {
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
