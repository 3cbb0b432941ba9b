package org.flytekitplugins.tensorflow.distributed;

/** Who carries the gradients of {@link Strategy#ALL_REDUCE} from replica to replica. */
public enum Exchange {
  /**
   * The replicas themselves, over connections of their own, without a TensorFlow server. Quick, and
   * when a replica is lost the others go on without it, until it is back.
   */
  DIRECT,
  /**
   * TensorFlow's collective operations. When a replica is lost, all start again from the last
   * checkpoint.
   */
  COLLECTIVES
}
