package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;

class GraphWorkTest {
  @Test
  void aSmallModelHasOneOperationRunAfterTheOtherUnlessToldOtherwise() {
    assertThat(isInOrder(GraphWorkTest::small, Map.of())).isTrue();
    assertThat(isInOrder(GraphWorkTest::small, Map.of("TF_NUM_INTEROP_THREADS", "2"))).isFalse();
    assertThat(isInOrder(GraphWorkTest::small, Map.of("TF_NUM_INTEROP_THREADS", "0"))).isTrue();
  }

  @Test
  void aLargeModelHasOperationsRunAtTheSameTimeUnlessToldOtherwise() {
    assertThat(isInOrder(GraphWorkTest::large, Map.of())).isFalse();
    assertThat(isInOrder(GraphWorkTest::large, Map.of("TF_NUM_INTEROP_THREADS", "1"))).isTrue();
  }

  @Test
  void aReplicaThatTrainsAloneIsLeftAsTensorflowIs() {
    TrainingGraph.Plan alone =
        new TrainingGraph.Plan(GraphWorkTest::small, Layout.local())
            .training(Optimizer.sgd(0.1f), 7);

    assertThat(isInOrder(alone, Map.of())).isFalse();
  }

  @Test
  void whatTakesLongWithFewVariablesIsNotTakenForSmall() {
    assertThat(isInOrder(GraphWorkTest::convolution, Map.of())).isFalse();
  }

  @Test
  void whatCannotRunInOrderNeverDoes() {
    assertThat(isInOrder(GraphWorkTest::branching, Map.of())).isFalse();
    assertThat(isInOrder(GraphWorkTest::branching, Map.of("TF_NUM_INTEROP_THREADS", "1")))
        .isFalse();
  }

  private static boolean isInOrder(Model model, Map<String, String> environment) {
    return isInOrder(
        new TrainingGraph.Plan(model, Layout.local()).training(Optimizer.sgd(0.1f), 7).direct(),
        environment);
  }

  private static boolean isInOrder(TrainingGraph.Plan plan, Map<String, String> environment) {
    TensorflowRuntime runtime = TensorflowRuntime.builder(environment, 8).build();
    try (TrainingGraph graph = TrainingGraph.build(plan);
        TrainingSession session = TrainingSession.local(graph, runtime)) {
      session.initialize();
      return SessionConfig.local(runtime, graph)
          .getExperimental()
          .getExecutorType()
          .equals("SINGLE_THREADED_EXECUTOR");
    }
  }

  private static void small(ModelGraph graph) {
    define(graph, graph.feature("x", TFloat32.class, Shape.of(4)), Shape.of(4, 3));
  }

  private static void large(ModelGraph graph) {
    define(graph, graph.feature("x", TFloat32.class, Shape.of(256)), Shape.of(256, 256));
  }

  private static void convolution(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> images = graph.feature("x", TFloat32.class, Shape.of(8, 8, 1));
    Operand<TFloat32> filter = tf.fill(tf.array(3, 3, 1, 2), tf.constant(1f));
    Operand<TFloat32> pooled =
        tf.nn.conv2d(images, filter, java.util.List.of(1L, 1L, 1L, 1L), "VALID");
    define(graph, tf.reshape(pooled, tf.array(-1, 72)), Shape.of(72, 3));
  }

  private static void branching(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> x = graph.feature("x", TFloat32.class, Shape.of(4));
    Operand<TBool> condition = tf.math.greater(tf.rank(x), tf.constant(1));
    define(graph, tf.switchCond(x, condition).outputTrue(), Shape.of(4, 3));
  }

  private static void define(ModelGraph graph, Operand<TFloat32> input, Shape shape) {
    Ops tf = graph.ops();
    Operand<TFloat32> output =
        tf.linalg.matMul(input, graph.variable("kernel", shape, Initializer.zeros()));
    graph.loss(tf.math.mean(output, tf.array(0, 1)));
    graph.prediction("output", output);
  }
}
