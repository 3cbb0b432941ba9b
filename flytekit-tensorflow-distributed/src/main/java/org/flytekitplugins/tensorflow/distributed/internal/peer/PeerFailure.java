package org.flytekitplugins.tensorflow.distributed.internal.peer;

import org.tensorflow.exceptions.TFFailedPreconditionException;
import org.tensorflow.exceptions.TensorFlowException;

/** Tells the failures that come from peers from those of the model. */
public final class PeerFailure {
  private PeerFailure() {}

  /**
   * Whether another try with the peers may go well. TensorFlow Java has classes for what is wrong
   * with a graph or its inputs; what the network does (unavailable, aborted, cancelled, deadline
   * exceeded) comes as the base class, and a variable that its restarted server lost as a failed
   * precondition.
   *
   * @see <a
   *     href="https://github.com/tensorflow/java/blob/v1.1.0/tensorflow-core/tensorflow-core-native/src/main/java/org/tensorflow/internal/c_api/AbstractTF_Status.java">AbstractTF_Status.java</a>
   */
  public static boolean isPossible(TensorFlowException failure) {
    return failure.getClass().equals(TensorFlowException.class)
        || failure instanceof TFFailedPreconditionException;
  }

  /** The first line of what TensorFlow says, which may be pages long, after where it says it. */
  public static String firstLine(RuntimeException failure) {
    return String.valueOf(failure.getMessage())
        .lines()
        .filter(line -> !line.startsWith("From /job:"))
        .findFirst()
        .orElse("no message");
  }
}
