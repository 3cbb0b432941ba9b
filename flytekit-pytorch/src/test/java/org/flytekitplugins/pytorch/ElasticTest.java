package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.RUNNING;
import static org.flytekitplugins.kubeflow.ReplicaType.WORKER;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.spi.SharedMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a builder makes of what it is told. */
class ElasticTest {
  private static final Elastic RICH =
      Elastic.builder()
          .nnodes("1:3")
          .nprocPerNode(2)
          .maxRestarts(4)
          .monitorInterval(Duration.ofMillis(500))
          .rdzvConfigs(Map.of("join_timeout", 60))
          .startMethod("fork")
          .sharedMemory(SharedMemory.ofSizeLimit("2Gi"))
          .worker(w -> w.image("w").requests(r -> r.cpu("2")).restartPolicy(ON_FAILURE))
          .runPolicy(r -> r.backoffLimit(7))
          .build();

  @Test
  void isAPlainTaskWithOneProcessUnlessMoreIsSaid() {
    Elastic plain = Elastic.builder().build();

    assertThat(plain.isPlain()).isTrue();
    assertThat(plain.nnodes()).isEqualTo("1");
    assertThat(plain.nprocPerNode()).isEqualTo(1);
    assertThat(plain.maxRestarts()).isZero();
    assertThat(plain.monitorInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(plain.rdzvConfigs()).isEqualTo(Map.of("join_timeout", "900", "timeout", "900"));
    assertThat(plain.startMethod()).isEqualTo("spawn");
    assertThat(plain.sharedMemory()).isEqualTo(SharedMemory.unlimited());
    assertThat(plain.worker()).isEqualTo(ReplicaSpec.of(1));
    assertThat(plain.runPolicy()).isEqualTo(RunPolicy.empty());
    assertThat(plain).isEqualTo(Elastic.builder().nnodes(1).build());
  }

  @Test
  void aPlainTaskIsNoJob() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Elastic.builder().build().cluster())
        .withMessage(
            "nnodes is 1, but that is a plain task and no job: use nnodes \"1:1\" for a job of one"
                + " worker");
  }

  @ParameterizedTest
  @CsvSource({
    "1,       1:1, 1, 1",
    "1:1,     1:1, 1, 1",
    "2,       2:2, 2, 2",
    "1:3,     1:3, 1, 3",
    "' 2 : 4 ', 2:4, 2, 4",
    "2:2147483647, 2:2147483647, 2, 2147483647",
  })
  void aTextIsAlwaysAJob(String text, String nnodes, int least, int most) {
    Elastic elastic = Elastic.builder().nnodes(text).build();

    assertThat(elastic.isPlain()).isFalse();
    assertThat(elastic.nnodes()).isEqualTo(nnodes);
    assertThat(elastic.minReplicas()).isEqualTo(least);
    assertThat(elastic.maxReplicas()).isEqualTo(most);
    assertThat(elastic.worker()).isEqualTo(ReplicaSpec.of(most));
    elastic.kind().check(elastic.cluster());
  }

  @Test
  void aNumberAboveOneIsAJobThatKeepsItsSize() {
    assertThat(Elastic.builder().nnodes(2).build())
        .isEqualTo(Elastic.builder().nnodes("2:2").build())
        .hasSameHashCodeAs(Elastic.builder().nnodes("2").build());
  }

  @Test
  void theOperatorIsToldTheWorkersTheOptionsAndTheDefaults() {
    TrainingCluster cluster =
        Elastic.builder()
            .nnodes("1:3")
            .nprocPerNode(2)
            .maxRestarts(4)
            .worker(w -> w.restartPolicy(ON_FAILURE))
            .build()
            .cluster();

    assertThat(cluster)
        .isEqualTo(
            TrainingCluster.of(
                    Map.of(WORKER, ReplicaSpec.of(w -> w.replicas(3).restartPolicy(ON_FAILURE))),
                    RunPolicy.builder().cleanPodPolicy(RUNNING).backoffLimit(9).build())
                .withOptions(
                    Map.of(
                        "rdzvBackend", "c10d",
                        "minReplicas", "1",
                        "maxReplicas", "3",
                        "nprocPerNode", "2",
                        "maxRestarts", "4")));
  }

  @Test
  void aJobWithAnotherSizeKeepsTheRest() {
    assertThat(RICH.toBuilder().build()).isEqualTo(RICH).hasSameHashCodeAs(RICH);

    Elastic larger = RICH.toBuilder().nnodes("2:5").worker(w -> w.image("v")).build();

    assertThat(larger.worker()).isEqualTo(RICH.worker().toBuilder().replicas(5).image("v").build());
    assertThat(larger.toBuilder().nnodes("1:3").worker(w -> w.image("w")).build()).isEqualTo(RICH);
  }

  @Test
  void thereMayBeNoSharedMemory() {
    assertThat(Elastic.builder().sharedMemory(null).build().sharedMemory()).isNull();
  }

  @Test
  void rendezvousConfigurationsAreNumbersTextsAndBooleans() {
    Elastic elastic =
        Elastic.builder()
            .rdzvConfigs(Map.of("join_timeout", 600L, "is_host", true, "store_type", "file"))
            .build();

    assertThat(elastic.rdzvConfigs())
        .isEqualTo(Map.of("is_host", "true", "join_timeout", "600", "store_type", "file"));
    assertThatThrownBy(() -> elastic.rdzvConfigs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(Elastic.builder().rdzvConfigs(Map.of()).build().rdzvConfigs()).isEmpty();
  }

  @Test
  void itCanBeSerialized() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(RICH);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(RICH);
    }
  }

  @Test
  void nothingElseIsNull() {
    assertThatNullPointerException()
        .isThrownBy(() -> Elastic.builder().startMethod(null))
        .withMessage("startMethod");
    assertThatNullPointerException()
        .isThrownBy(() -> Elastic.builder().monitorInterval(null))
        .withMessage("monitorInterval");
  }
}
