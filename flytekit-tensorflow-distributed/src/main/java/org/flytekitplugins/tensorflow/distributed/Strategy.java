package org.flytekitplugins.tensorflow.distributed;

/** How the replicas of a job train one model together. */
public enum Strategy {
  /**
   * Asynchronous: the variables live on the parameter servers, each worker computes gradients on
   * batches of its own and sends them, nobody waits for anybody. Workers may come and go.
   */
  PARAMETER_SERVER,
  /**
   * Synchronous: each replica has all variables, and before each step the gradients of all replicas
   * are averaged. Equals one process that trains on the union of the batches. When a replica is
   * lost, the others wait until it is back; see {@link Exchange}.
   */
  ALL_REDUCE,
  /** One process trains alone, without any server. */
  SINGLE
}
