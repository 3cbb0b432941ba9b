package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.NativeSession;
import org.tensorflow.Operand;
import org.tensorflow.PreparedRun;
import org.tensorflow.Result;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class PreparedRunTest {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TFloat32> input =
      tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
  private final Operand<TFloat32> squares = tf.math.square(input);
  private final Operand<TFloat32> sum = tf.reduceSum(squares, tf.constant(0));
  private final Operand<TInt64> count = tf.size(input, TInt64.class);
  private final NativeSession session =
      NativeSession.open(graph, null, SessionConfig.local(TensorflowRuntime.builder().build()));

  @AfterEach
  void close() {
    session.close();
    graph.close();
  }

  @Test
  void fetchesWhatARunnerFetchesEachTimeWithWhatIsFedThen() {
    try (PreparedRun run =
        session.prepare(List.of(input), List.of(squares, sum, count), List.of())) {
      for (float[] values : new float[][] {{1, 2, 3}, {0.1f}, {-4, 5.5f}}) {
        try (TFloat32 tensor = TFloat32.vectorOf(values);
            Result expected =
                session.session().runner().feed(input, tensor).fetch(squares).fetch(sum).run()) {
          run.feed(0, tensor);
          run.run();

          assertThat(floats(run)).isEqualTo(floats((TFloat32) expected.get(0)));
          assertThat(run.getFloat(1)).isEqualTo(((TFloat32) expected.get(1)).getFloat());
          assertThat(run.getLong(2)).isEqualTo(values.length);
        }
      }
    }
  }

  @Test
  void whatIsWrittenIntoOneRunsNumbersIsWhatAnotherIsFed() {
    try (PreparedRun first = session.prepare(List.of(input), List.of(squares), List.of());
        PreparedRun second = session.prepare(List.of(input), List.of(squares), List.of());
        TFloat32 tensor = TFloat32.vectorOf(1, 2, 3, 4)) {
      first.feed(0, tensor);
      first.run();
      first.floats(0, 1, 2).put(new float[] {10, 20});
      second.feed(0, first, 0);
      second.run();

      assertThat(floats(second)).containsExactly(1, 100, 400, 256);
    }
  }

  @Test
  void aFailureIsThrownAndTheNextRunIsAsIfNothingHadHappened() {
    try (PreparedRun run = session.prepare(List.of(input), List.of(squares), List.of());
        TFloat32 good = TFloat32.vectorOf(3);
        TInt64 bad = TInt64.vectorOf(3)) {
      run.feed(0, bad);
      assertThatThrownBy(run::run).isInstanceOf(TFInvalidArgumentException.class);
      assertThatThrownBy(() -> run.getFloat(0)).hasMessage("nothing is fetched");
      run.feed(0, good);
      run.run();

      assertThat(floats(run)).containsExactly(9);
    }
  }

  private static float[] floats(PreparedRun run) {
    FloatBuffer numbers = run.floats(0, 0, Math.toIntExact(run.size(0)));
    float[] copy = new float[numbers.remaining()];
    numbers.get(copy);
    return copy;
  }

  private static float[] floats(TFloat32 tensor) {
    float[] copy = new float[Math.toIntExact(tensor.size())];
    tensor.copyTo(DataBuffers.of(copy));
    return copy;
  }
}
