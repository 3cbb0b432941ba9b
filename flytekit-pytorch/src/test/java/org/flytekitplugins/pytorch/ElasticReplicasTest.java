package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.pytorch.fixtures.ReplicaProcess;
import org.flytekitplugins.pytorch.fixtures.TorchPython;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two replicas of an elastic job, each a JVM with its torchrun, as the operator tells them. */
@Execution(ExecutionMode.CONCURRENT)
class ElasticReplicasTest {
  private static final String JOIN =
      """
      import json, os
      rank, world = int(os.environ['RANK']), int(os.environ['WORLD_SIZE'])
      """;

  @TempDir Path temporary;
  private int port;

  @BeforeEach
  void findPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
  }

  @Test
  void theReplicaWithRankZeroHasTheOutputs() throws Exception {
    Path script =
        script(
            """
            json.dump({'loss': world + 10 * rank}, open(os.environ['FLYTEKIT_OUTPUTS'], 'w'))
            """);

    try (ReplicaProcess first = start(0, script);
        ReplicaProcess second = start(1, script)) {
      assertThat(List.of(lastLine(first.end()), lastLine(second.end())))
          .containsExactlyInAnyOrder("RETURNED 2.0", "IGNORED");
    }
  }

  @Test
  void aRankThatRaisesIsToldWhileTheOtherWaitsForIt() throws Exception {
    Path script =
        script(
            """
            if rank == 1: raise ValueError('row 7 is empty')
            import torch.distributed as dist
            dist.init_process_group('gloo')
            """);
    Instant start = Instant.now();

    try (ReplicaProcess first = start(0, script);
        ReplicaProcess second = start(1, script)) {
      // Which of them has rank 1 is torch's to say.
      while (first.process().isAlive() && second.process().isAlive()) {
        Thread.sleep(50);
      }
      ReplicaProcess ended = first.process().isAlive() ? second : first;

      assertThat(lastLine(ended.text()))
          .isEqualTo("THREW PythonException: rank 1 failed: ValueError: row 7 is empty");
      // Torch itself waits for the other one 300 s.
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(60));
    }
  }

  @Test
  void whoLosesAPeerLetsItSpeakFirst() throws Exception {
    Path script =
        script(
            """
            import torch, torch.distributed as dist
            dist.init_process_group('gloo')
            dist.all_reduce(torch.ones(1))
            if rank == 1: raise ValueError('row 7 is empty')
            dist.all_reduce(torch.ones(1))
            """);

    try (ReplicaProcess first = start(0, script);
        ReplicaProcess second = start(1, script)) {
      while (first.process().isAlive() && second.process().isAlive()) {
        Thread.sleep(50);
      }
      ReplicaProcess ended = first.process().isAlive() ? second : first;
      ReplicaProcess other = first.process().isAlive() ? first : second;

      assertThat(lastLine(ended.text()))
          .isEqualTo("THREW PythonException: rank 1 failed: ValueError: row 7 is empty");
      assertThat(other.end())
          .contains("THREW RecoverableException: " + PythonException.class.getName());
    }
  }

  private Path script(String code) throws IOException {
    return Files.writeString(temporary.resolve("train.py"), JOIN + code);
  }

  private static String lastLine(String text) {
    String stripped = text.strip();
    return stripped.substring(stripped.lastIndexOf('\n') + 1);
  }

  private ReplicaProcess start(int index, Path script) throws IOException {
    return ReplicaProcess.start(
        temporary.resolve("log-" + index),
        Map.of(
            "HOSTNAME", "job-worker-" + index,
            "PET_RDZV_ENDPOINT", "127.0.0.1:" + port,
            "PET_RDZV_BACKEND", "c10d",
            "PET_RDZV_CONF", "is_host=" + (index == 0),
            "PET_NNODES", "2:2",
            "PET_NPROC_PER_NODE", "1",
            "PET_MAX_RESTARTS", "0"),
        List.of("elastic", TorchPython.path(), script.toString()));
  }
}
