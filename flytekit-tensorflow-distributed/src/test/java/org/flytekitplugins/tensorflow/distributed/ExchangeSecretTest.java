package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExchangeSecretTest {
  @TempDir Path folder;

  @Test
  void isWhatTheEnvironmentSaysUnlessTheTrainingSaysOtherwise() {
    assertThat(ExchangeSecret.of(Map.of())).isNull();
    assertThat(ExchangeSecret.of(Map.of("FLYTEKIT_EXCHANGE_SECRET", ""))).isNull();
    assertThat(ExchangeSecret.of(Map.of("FLYTEKIT_EXCHANGE_SECRET", "s3cret")).text())
        .isEqualTo("s3cret");
  }

  @Test
  void isNotEmpty() {
    assertThatThrownBy(() -> ExchangeSecret.of(""))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "exchangeSecret is \"\", but anybody can guess it: use 32 random characters, or none");
  }

  @Test
  void isNeverPrinted() {
    assertThat(
            Digits.builder()
                .steps(1)
                .exchangeSecret(ExchangeSecret.of("s3cret"))
                .build()
                .toString())
        .contains("exchangeSecret=a secret")
        .doesNotContain("s3cret");
  }

  @Test
  void aReplicaWithAnotherOneIsNotTakenIn() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("chief-0", "worker-0");
    try (ThreadedJob job =
        ThreadedJob.start(
            cluster, LocalFolderStorage.in(folder), ExchangeSecretTest::ofItsOwnSecret)) {
      assertThat(job.failures())
          .hasSize(2)
          .allSatisfy(failure -> assertThat(failure).isInstanceOf(BarrierTimeoutException.class))
          .anySatisfy(
              failure ->
                  assertThat(failure)
                      .hasMessage(
                          "waited 2 s for chief-0 (%s): it has another secret; worker-0 is up",
                          cluster.address("chief-0")));
    }
  }

  private static DistributedTraining ofItsOwnSecret(Replica replica) {
    // The one that listens stays for longer, or the other would find nobody in the end.
    Duration limit = Duration.ofSeconds(replica.toString().equals("chief-0") ? 4 : 2);
    return Digits.builder()
        .steps(5)
        .deadlines(d -> d.startUp(limit))
        .exchangeSecret(ExchangeSecret.of("of " + replica))
        .build();
  }
}
