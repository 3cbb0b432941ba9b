package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which losses a training fails. */
class DivergenceTest {
  @ParameterizedTest
  @CsvSource({
    ", NaN",
    ", Infinity",
    ", -Infinity",
    "1000, NaN",
    "1000, Infinity",
    "1000, -Infinity",
  })
  void ofThoseThatAreNoNumberWhateverTheBound(@Nullable Double bound, double loss) {
    assertThatThrownBy(() -> divergence(bound).check(loss, 7, "worker-1"))
        .isInstanceOf(DivergenceException.class)
        .hasMessage(
            "loss is "
                + loss
                + " at step 7 of worker-1, so the training does not converge: lower the learning"
                + " rate");
  }

  @ParameterizedTest
  @CsvSource({"1000, 1000.5", "0, 0.1", "-5, -4"})
  void ofThoseAboveTheBound(double bound, double loss) {
    assertThatThrownBy(() -> divergence(bound).check(loss, 7, "worker-1"))
        .isInstanceOf(DivergenceException.class)
        .hasMessage(
            "loss is "
                + loss
                + " at step 7 of worker-1, above the bound of "
                + bound
                + ", so the training does not converge: lower the learning rate, or raise the"
                + " bound");
  }

  @ParameterizedTest
  @CsvSource({", 1e300", ", -1e300", "1000, 1000", "1000, -1e300", "0, 0"})
  void ofNoOthers(@Nullable Double bound, double loss) {
    assertThatCode(() -> divergence(bound).check(loss, 7, "worker-1")).doesNotThrowAnyException();
  }

  private static Divergence divergence(@Nullable Double bound) {
    return bound == null ? Divergence.notFinite() : Divergence.above(bound);
  }
}
