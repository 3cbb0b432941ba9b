package org.flytekitplugins.tensorflow.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartBarrierTest {
  @TempDir Path folder;

  @Test
  void namesWhoIsMissingAndSaysWhoIsUp() throws Exception {
    LoopbackCluster cluster =
        LoopbackCluster.of("chief-0", "worker-0", "worker-1", "ps-0", "evaluator-0");
    try (ServerSocket worker = listen(cluster, "worker-0");
        ServerSocket ps = listen(cluster, "ps-0")) {
      assertThat(List.of(worker, ps)).allMatch(ServerSocket::isBound);
      ClusterShape shape = new ClusterShape(cluster.context("chief-0"));

      assertThatThrownBy(
              () -> new StartBarrier(shape, Duration.ofMillis(500)).await(shape.trainers()))
          .isInstanceOf(BarrierTimeoutException.class)
          .hasMessage(
              "waited 0.5 s for worker-1 (%s): connection refused; chief, ps-0 and 1 of 2 workers"
                  + " are up",
              cluster.address("worker-1"))
          .satisfies(
              e -> {
                BarrierTimeoutException timeout = (BarrierTimeoutException) e;
                assertThat(timeout.missing()).containsExactly(Replica.parse("worker-1"));
                assertThat(timeout.origin()).isEqualTo(RecoverableException.Origin.SYSTEM);
              });
    }
  }

  @Test
  void returnsWhenTheLastHasCome() throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of("worker-0", "worker-1", "ps-0");
    ClusterShape shape = new ClusterShape(cluster.context("worker-0"));
    CompletableFuture<Void> passed =
        CompletableFuture.runAsync(
            () -> new StartBarrier(shape, Duration.ofSeconds(60)).await(shape.trainers()));
    Thread.sleep(400);
    assertThat(passed).isNotDone();
    try (ServerSocket worker = listen(cluster, "worker-1")) {
      assertThat(worker.isBound()).isTrue();
      passed.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void aHostThatDoesNotResolveIsMissingToo() {
    ClusterShape shape =
        new ClusterShape(
            TrainingContext.of(
                Map.of(
                    "TF_CONFIG",
                    "{\"cluster\":{\"worker\":[\"localhost:1\",\"job-worker-1.invalid:2222\"]},"
                        + "\"task\":{\"type\":\"worker\",\"index\":0}}")));

    assertThatThrownBy(() -> new StartBarrier(shape, Duration.ofSeconds(1)).await(shape.trainers()))
        .hasMessage(
            "waited 1 s for worker-1 (job-worker-1.invalid:2222): unknown host; 1 of 2 workers is"
                + " up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chief-0 worker-0           | chief-0          | worker-0 is",
        "worker-0 worker-1          | worker-0 worker-1| nobody is",
        "worker-0 worker-1 worker-2 | worker-2         | 2 of 3 workers are",
        "worker-0 ps-0 ps-1         | ps-1             | 1 of 2 ps and worker-0 are",
        "master-0 worker-0 ps-0     | worker-0         | master-0 and ps-0 are",
      })
  void saysWhoIsUpByRole(String everyone, String missing, String expected) {
    assertThat(StartBarrier.present(replicas(everyone), replicas(missing))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"chief-0 worker-0 worker-1 ps-0", "chief-0 worker-0 worker-1"})
  void aWorkerThatNeverComesFailsEverybodyWithItsName(String replicas) throws Exception {
    LoopbackCluster cluster = LoopbackCluster.of(replicas.split(" ", -1));
    LoopbackCluster withoutOne = cluster.without("worker-1");
    DistributedTraining training =
        Digits.builder().steps(5).deadlines(d -> d.startUp(Duration.ofSeconds(3))).build();
    try (ThreadedJob job =
        ThreadedJob.start(withoutOne, LocalFolderStorage.in(folder), replica -> training)) {
      assertThat(job.failures())
          .hasSize(2)
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .isInstanceOf(BarrierTimeoutException.class)
                      .hasMessageContaining(
                          "waited 3 s for worker-1 (%s): connection refused; ",
                          cluster.address("worker-1"))
                      .hasMessageContaining("1 of 2 workers"));
    }
  }

  private static List<Replica> replicas(String names) {
    return Arrays.stream(names.split(" ", -1)).map(Replica::parse).collect(Collectors.toList());
  }

  private static ServerSocket listen(LoopbackCluster cluster, String replica) throws Exception {
    String address = cluster.address(replica);
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
  }
}
