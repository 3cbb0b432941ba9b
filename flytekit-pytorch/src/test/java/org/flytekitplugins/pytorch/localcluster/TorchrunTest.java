package org.flytekitplugins.pytorch.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertFaultsHappened;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertSucceeds;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.junit.LocalClusterExtension;
import org.flytekitplugins.pytorch.fixtures.TorchPython;
import org.flytekitplugins.pytorch.internal.PytorchClusterText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real agents of torchrun as the replicas of an elastic job, several of them on one machine. They
 * are missed after 15 s, before torch 2.7 at least, so this runs by hand: {@code
 * -Dpytorch.torchrun=true}.
 */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "pytorch.torchrun", matches = "true")
class TorchrunTest {
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");
  private static final Replica WORKER_2 = Replica.parse("worker-2");

  /**
   * Torch before 2.0 makes None of "no redirects" under Python 3.11, and fails with it: so those of
   * a process that there is not are asked for.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("OMP_NUM_THREADS", "1", "PET_REDIRECTS", "9:3", "PET_TEE", "9:3");

  @TempDir Path folder;

  @RegisterExtension
  final LocalClusterExtension cluster =
      LocalClusterExtension.of(
          LocalCluster.builder()
              .cluster(
                  PytorchClusterText.cluster(
                      "elastic 1:3 worker:3/ON_FAILURE", "clean=RUNNING backoff=3"))
              .program(Program.command("true"))
              .output(LogOutput.none())
              .build());

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void aWorkerThatIsKilledComesBackAndTheOthersGoOn() throws Exception {
    LocalJob job = start("200", "worker-2@40");

    assertSucceeds(job, Duration.ofSeconds(100));

    assertFaultsHappened(job);
    assertThat(job.replica(WORKER_2).exitCodes()).first().isEqualTo(137);
    assertThat(job.replica(WORKER_2).restarts()).isLessThanOrEqualTo(1);
    assertThat(List.of(job.replica(WORKER_0), job.replica(WORKER_1)))
        .as("their agents have lost nobody but a peer")
        .allSatisfy(worker -> assertThat(worker.exitCodes()).doesNotContain(1, 137));
    assertThat(said(job))
        .anyMatch(line -> line.matches("rank \\d of 3 goes on after step 0"))
        .anyMatch(line -> line.matches("rank \\d of 3 goes on after step (?!0)\\d+"))
        .anyMatch(line -> line.matches("rank \\d of 3 is done"));
  }

  private LocalJob start(String steps, String faults) throws Exception {
    Path script = folder.resolve("sum_ranks.py");
    try (InputStream resource = TorchrunTest.class.getResourceAsStream("sum_ranks.py")) {
      Files.copy(resource, script);
    }
    return cluster.start(
        cluster.cluster().toBuilder()
            .program(
                Program.command(
                    TorchPython.path(),
                    "-m",
                    "torch.distributed.run",
                    script.toString(),
                    steps,
                    folder.toString()))
            .environment(ENVIRONMENT)
            .faults(FaultPlan.parse(faults))
            .build());
  }

  private static List<String> said(LocalJob job) throws Exception {
    List<String> lines = new ArrayList<>();
    for (Replica replica : job.replicas().keySet()) {
      lines.addAll(Files.readAllLines(job.log(replica)));
    }
    return lines;
  }
}
