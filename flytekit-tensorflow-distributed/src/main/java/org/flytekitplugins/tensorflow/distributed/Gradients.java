package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerFailure;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.types.TFloat32;

/**
 * Adds the gradients of a loss to a graph. They are TensorFlow's C++ gradients, which not every
 * operation has.
 *
 * @see <a
 *     href="https://github.com/tensorflow/tensorflow/tree/v2.18.0/tensorflow/cc/gradients">gradients</a>
 */
final class Gradients {
  private Gradients() {}

  /**
   * The gradients of a loss by some variables.
   *
   * @throws InvalidFieldException if the loss does not depend on one of them, or TensorFlow has no
   *     gradient for an operation in between
   */
  static List<Operand<TFloat32>> of(
      Graph graph, Operand<TFloat32> loss, List<GraphVariable<TFloat32>> variables) {
    List<Operand<TFloat32>> gradients = new ArrayList<>();
    try {
      Output<?>[] outputs =
          graph.addGradients(
              "gradients",
              new Output<?>[] {loss.asOutput()},
              variables.stream().map(v -> v.value().asOutput()).toArray(Output<?>[]::new),
              null);
      for (Output<?> output : outputs) {
        gradients.add(output.expect(TFloat32.class));
      }
      return gradients;
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw explained(e, loss, variables);
    }
  }

  private static InvalidFieldException explained(
      RuntimeException failure, Operand<TFloat32> loss, List<GraphVariable<TFloat32>> variables) {
    String message = PeerFailure.firstLine(failure);
    InvalidFieldException explained =
        variables.stream()
            .filter(v -> message.contains("'" + v.value().op().name() + "'"))
            .filter(v -> message.contains("unreachable"))
            .findFirst()
            .map(
                v ->
                    new InvalidFieldException(
                        "variable",
                        v.name(),
                        "the loss does not depend on it",
                        "use it or leave it out"))
            .orElseGet(
                () ->
                    new InvalidFieldException(
                        "loss",
                        loss.op().name(),
                        "TensorFlow cannot derive it (" + message + ")",
                        "build it from other operations"));
    explained.initCause(failure);
    return explained;
  }
}
