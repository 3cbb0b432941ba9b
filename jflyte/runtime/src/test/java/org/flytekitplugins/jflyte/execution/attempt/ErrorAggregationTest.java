package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Flyte says by {@code _F_DES} and {@code _F_WN}, and to whom. */
class ErrorAggregationTest {
  private static final Map<String, String> SAID =
      Map.of("_F_DES", "Earliest", "_F_WN", "f1-n0-0-worker-1");

  private static JobKind kind(String taskType) {
    return JobKinds.own().ofTaskType(taskType).orElseThrow();
  }

  @Test
  void workersOfAPyTorchJobAreTold() {
    assertThat(ErrorAggregation.of(kind("pytorch"), SAID))
        .isEqualTo(new ErrorAggregation(true, "f1-n0-0-worker-1"));
  }

  /** Flyte sets neither for them, so whoever did meant something else. */
  @Test
  void replicasOfATfJobAreNot() {
    assertThat(ErrorAggregation.of(kind("tensorflow"), SAID)).isEqualTo(ErrorAggregation.NONE);
  }

  @Test
  void aMasterIsToldNothing() {
    assertThat(ErrorAggregation.of(kind("pytorch"), Map.of())).isEqualTo(ErrorAggregation.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "Earliest, error-worker-1.pb",
  })
  void onlyTheStrategyMakesAFile(String strategy, String file) {
    assertThat(
            ErrorAggregation.of(kind("pytorch"), Map.of("_F_DES", strategy))
                .file(Replica.parse("worker-1")))
        .isEqualTo(file.isEmpty() ? null : file);
  }

  /** The pod's name comes with every worker, whatever Flyte's configuration says. */
  @Test
  void aNameAloneMakesNoFile() {
    ErrorAggregation aggregation =
        ErrorAggregation.of(kind("pytorch"), Map.of("_F_WN", "f1-n0-0-worker-1"));

    assertThat(aggregation).isEqualTo(new ErrorAggregation(false, "f1-n0-0-worker-1"));
    assertThat(aggregation.file(Replica.parse("worker-1"))).isNull();
  }
}
