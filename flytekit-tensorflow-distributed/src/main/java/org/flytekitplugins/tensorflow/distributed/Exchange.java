package org.flytekitplugins.tensorflow.distributed;

/** Who carries the gradients of {@link Strategy#ALL_REDUCE} from replica to replica. */
public enum Exchange {
  /**
   * The replicas themselves, over connections of their own, without a TensorFlow server. Quick, and
   * a replica that is lost is waited for: when it is back, all go on with the step that they were
   * in.
   */
  DIRECT,
  /**
   * TensorFlow's collective operations. When a replica is lost, all start again from the last
   * checkpoint.
   */
  COLLECTIVES
}
