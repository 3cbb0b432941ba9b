package org.flytekitplugins.pytorch.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertSucceeds;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.localcluster.FaultPlan;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;
import org.flytekitplugins.localcluster.junit.LocalClusterExtension;
import org.flytekitplugins.pytorch.internal.PytorchClusterText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the replicas of a PyTorchJob find on one machine, and what the workers wait for. */
@DisabledOnOs(OS.WINDOWS)
class PytorchReplicasTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica MASTER = Replica.parse("master-0");
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");

  private static final String SCRIPT =
      "env | grep -E '^(HOSTNAME|PYTHONUNBUFFERED|RANK|WORLD_SIZE|MASTER_.*|PET_.*)=';"
          + " [ $RANK != 0 ] || sleep 1";

  private final List<String> starts = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final LocalClusterExtension cluster =
      LocalClusterExtension.of(
          LocalCluster.builder()
              .name("digits")
              .cluster(PytorchClusterText.cluster("master:1 worker:2"))
              .program(Program.command("sh", "-c", SCRIPT))
              .output(LogOutput.none())
              .listeners(
                  List.of(
                      new JobListener() {
                        @Override
                        public void started(Replica replica, int restarts) {
                          starts.add(replica.toString());
                        }
                      }))
              .build());

  @Test
  void theyAreToldWhereTheMasterIs() throws Exception {
    LocalJob job = cluster.start();

    job.awaitReplica(WORKER_1, now -> now.phase() == PodPhase.SUCCEEDED, DEADLINE);

    String port = job.addresses().get(MASTER).replace("127.0.0.1:", "");
    assertThat(job.lastLines(WORKER_1))
        .containsExactlyInAnyOrder(
            "HOSTNAME=digits-worker-1",
            "PYTHONUNBUFFERED=1",
            "MASTER_PORT=" + port,
            "PET_MASTER_PORT=" + port,
            "MASTER_ADDR=127.0.0.1",
            "PET_MASTER_ADDR=127.0.0.1",
            "WORLD_SIZE=3",
            "RANK=2",
            "PET_NODE_RANK=2",
            "PET_NPROC_PER_NODE=auto",
            "PET_NNODES=3");
    assertSucceeds(job, DEADLINE);
  }

  @Test
  void workersWaitUntilTheMasterRuns() throws Exception {
    LocalJob job =
        cluster.start(
            cluster.cluster().toBuilder()
                .program(Program.command("sleep", "60"))
                .faults(FaultPlan.parse("delay master-0@1s"))
                .build());

    assertThat(job.replica(WORKER_0).phase()).isEqualTo(PodPhase.PENDING);
    job.awaitReplica(WORKER_1, now -> now.pid().isPresent(), DEADLINE);
    assertThat(starts).isEqualTo(List.of("master-0", "worker-0", "worker-1"));
  }
}
