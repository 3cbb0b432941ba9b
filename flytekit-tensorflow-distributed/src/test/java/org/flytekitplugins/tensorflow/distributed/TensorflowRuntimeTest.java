package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TensorflowRuntimeTest {
  @Test
  void comesFromTheReplicasCpusTheEnvironmentAndTheBuilderInThisOrder() {
    TensorflowRuntime ofCpus = TensorflowRuntime.builder(Map.of(), 4).build();
    assertThat(ofCpus.intraOpThreads()).isEqualTo(4);
    assertThat(ofCpus.interOpThreads()).isEqualTo(4);
    assertThat(ofCpus.nativeLibraries()).isNull();

    TensorflowRuntime ofOneCpu = TensorflowRuntime.builder(Map.of(), 1).build();
    assertThat(ofOneCpu.intraOpThreads()).isEqualTo(1);
    assertThat(ofOneCpu.interOpThreads()).isEqualTo(2);

    Map<String, String> environment =
        Map.of(
            "TF_NUM_INTRAOP_THREADS", "3",
            "TF_NUM_INTEROP_THREADS", "5",
            "FLYTEKIT_TENSORFLOW_LIBRARIES", "/opt/tf");
    TensorflowRuntime ofEnvironment = TensorflowRuntime.builder(environment, 4).build();
    assertThat(ofEnvironment.intraOpThreads()).isEqualTo(3);
    assertThat(ofEnvironment.interOpThreads()).isEqualTo(5);
    assertThat(ofEnvironment.nativeLibraries()).isEqualTo(Path.of("/opt/tf"));

    assertThat(TensorflowRuntime.builder(environment, 4).intraOpThreads(1).build().intraOpThreads())
        .isEqualTo(1);
  }

  @Test
  void aVariableThatIsNoCountIsQuoted() {
    assertThatThrownBy(() -> TensorflowRuntime.builder(Map.of("TF_NUM_INTRAOP_THREADS", "many"), 4))
        .hasMessage(
            "TF_NUM_INTRAOP_THREADS is \"many\", but it counts threads: write a whole number from"
                + " 1 up, or unset it");
  }

  @Test
  void partsOfATrainingSayWhoseFieldIsWrong() {
    assertThatThrownBy(() -> Digits.builder().runtime(r -> r.interOpThreads(0)))
        .hasMessage("runtime.interOpThreads is 0, but it is a count: ask for 1 or more");
    assertThatThrownBy(() -> Digits.builder().checkpoints(c -> c.keep(0)))
        .hasMessage("checkpoints.keep is 0, but it is a count: ask for 1 or more");
    assertThatThrownBy(() -> Digits.builder().deadlines(d -> d.end(java.time.Duration.ZERO)))
        .hasMessage(
            "deadlines.end is PT0S, but it must be longer than 0: write for example"
                + " Duration.ofMinutes(5)");
    assertThatThrownBy(() -> Digits.builder().steps(0).build())
        .hasMessage("steps is 0, but it is a count: ask for 1 or more");
    assertThatThrownBy(() -> Optimizer.momentum(0.1f, 1))
        .hasMessage(
            "momentum is 1.0, but it must be at least 0 and below 1: write for example 0.9");
  }
}
