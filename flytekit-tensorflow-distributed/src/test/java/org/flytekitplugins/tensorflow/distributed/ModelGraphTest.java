package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What is wrong with a model is said in one sentence, before anything is trained. */
class ModelGraphTest {
  @TempDir Path folder;

  @Test
  void aModelNeedsItsParts() {
    assertRefused(
        graph -> {},
        "model is \"without loss\", but it needs some: call loss(…) with the mean loss of the"
            + " batch");
    assertRefused(
        graph -> {
          Operand<TFloat32> w = variable(graph, "w");
          graph.loss(w);
        },
        "model is \"without features\", but it needs some: call feature(…) for each input");
    assertRefused(
        graph -> {
          Operand<TFloat32> x = graph.feature("x", TFloat32.class, Shape.scalar());
          graph.loss(graph.ops().math.mean(x, graph.ops().constant(0)));
          graph.prediction("y", x);
        },
        "model is \"without variables\", but it needs some: call variable(…) for what shall be"
            + " trained");
  }

  @Test
  void namesArePlainAndUsedOnce() {
    assertRefused(
        graph -> variable(graph, "layer/w"),
        "variable is \"layer/w\", but a name is a letter, then letters, digits and underscores:"
            + " rename it");
    assertRefused(
        graph -> {
          variable(graph, "w");
          variable(graph, "w");
        },
        "variable is \"w\", but another variable has this name: rename one of them");
    assertRefused(
        graph -> graph.metric("loss", variable(graph, "w")),
        "metric is \"loss\", but the loss is reported anyway: leave it out or rename it");
  }

  @Test
  void aVariableHasOneShape() {
    assertRefused(
        graph -> graph.variable("w", Shape.of(-1, 2), Initializer.zeros()),
        "variable w.shape is [-1, 2], but a variable has one shape: say all dimensions");
  }

  @Test
  void anInitializerGivesAsManyValuesAsTheShapeHas() {
    assertThatThrownBy(
            () ->
                train(
                    graph -> {
                      Operand<TFloat32> x = graph.feature("pixels", TFloat32.class, Shape.of(64));
                      Operand<TFloat32> w =
                          graph.variable("w", Shape.of(64), (shape, random) -> new float[3]);
                      Operand<TFloat32> y = graph.ops().math.mul(x, w);
                      graph.loss(graph.ops().math.mean(y, graph.ops().array(0, 1)));
                      graph.prediction("y", y);
                    }))
        .hasMessage("the initializer of variable w gave 3 values, but its shape is [64]: give 64");
  }

  @Test
  void aVariableThatTheLossDoesNotDependOnIsNamed() {
    assertThatThrownBy(
            () ->
                train(
                    graph -> {
                      Digits.model(graph);
                      variable(graph, "idle");
                    }))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "variable is \"idle\", but the loss does not depend on it: use it or leave it out");
  }

  @Test
  void anOperationWithoutAGradientIsNamed() {
    assertThatThrownBy(
            () ->
                train(
                    graph -> {
                      Operand<TFloat32> x = graph.feature("pixels", TFloat32.class, Shape.of(64));
                      Operand<TInt64> y = graph.label("digit", TInt64.class, Shape.scalar());
                      Operand<TFloat32> w =
                          graph.variable("w", Shape.of(64, 10), Initializer.zeros());
                      Operand<TFloat32> logits = graph.ops().linalg.matMul(x, w);
                      graph.loss(
                          graph
                              .ops()
                              .math
                              .mean(
                                  graph
                                      .ops()
                                      .nn
                                      .sparseSoftmaxCrossEntropyWithLogits(logits, y)
                                      .loss(),
                                  graph.ops().constant(0)));
                      graph.prediction("logits", logits);
                    }))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageContaining("TensorFlow cannot derive it (No gradient defined for op:")
        .hasMessageContaining("SparseSoftmaxCrossEntropyWithLogits");
  }

  @Test
  void aLossThatIsNoNumberEndsTheTraining() {
    assertThatThrownBy(
            () ->
                Digits.builder()
                    .optimizer(Optimizer.sgd(1e30f))
                    .steps(50)
                    .build()
                    .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "loss is (NaN|Infinity) at step [0-9]+ of worker-0, so the training does not converge: lower the"
                + " learning rate");
  }

  private static Operand<TFloat32> variable(ModelGraph graph, String name) {
    return graph.variable(name, Shape.of(2), Initializer.zeros());
  }

  private void assertRefused(Model model, String message) {
    assertThatThrownBy(() -> train(model))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(message);
  }

  private void train(Model model) {
    Digits.builder()
        .model(model)
        .steps(2)
        .build()
        .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(folder));
  }
}
