package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be is said in one sentence. */
@DisabledOnOs(OS.WINDOWS)
class LocalClusterRefusalTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");
  private static final Replica WORKER_7 = Replica.parse("worker-7");

  @TempDir Path folder;

  @Test
  void aProgramThatIsNotOnThePath() {
    LocalCluster cluster = builder("worker:2").program(Program.command("trian", "--fast")).build();

    assertThatThrownBy(cluster::start)
        .isInstanceOf(LocalClusterException.class)
        .hasMessage(
            "worker-0 cannot start: command is \"trian\", but no such program is on PATH: install"
                + " it, or give its path");
  }

  @Test
  void aProgramThatIsNotThere() {
    LocalCluster cluster =
        builder("chief:1 worker:2")
            .program(Program.command("./train.sh"))
            .workingFolder(folder)
            .build();

    assertThatThrownBy(cluster::start)
        .isInstanceOf(LocalClusterException.class)
        .hasMessage(
            "chief-0 cannot start: command is \"./train.sh\", but no such program is there: install"
                + " it, or give its path");
  }

  @Test
  void foldersThatAreNotThere() {
    Path nowhere = folder.resolve("nowhere");

    assertThatThrownBy(() -> builder("worker:1").workingFolder(nowhere).build().start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessage(
            "worker-0 cannot start: workingFolder is "
                + nowhere
                + ", but that is no folder: make it");
    assertThatThrownBy(() -> builder("worker:1").logFolder(nowhere).build().start())
        .isInstanceOf(LocalClusterException.class)
        .hasMessageContaining("logFolder is " + nowhere + ", but that is no folder: make it");
  }

  @Test
  void moreReplicasThanProcesses() {
    assertThatThrownBy(() -> builder("worker:3 ps:2").maxProcesses(4).build())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "maxProcesses is 4, but the job has 5 replicas and ps-1 would be the first too many:"
                + " raise it, or make the job smaller");
    assertThatThrownBy(() -> builder("worker:33").build())
        .hasMessageStartingWith("maxProcesses is 32, but the job has 33 replicas and worker-32");
  }

  @Test
  void aReplicaThatDiesAtOnce() throws Exception {
    LocalCluster cluster =
        builder("chief:1 worker:2")
            .program(
                Program.command(
                    "sh",
                    "-c",
                    "case $TF_CONFIG in *'\"worker\",\"index\":1'*)"
                        + " echo cannot read the data; echo no such bucket >&2; exit 3;; esac;"
                        + " sleep 60"))
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      assertThat(job.failure())
          .matches(
              """
              worker-1 exited with code 3 after [0-9.]+ s; the last lines of its log:
                  cannot read the data
                  no such bucket""");
    }
  }

  @Test
  void aReplicaThatDiesAtOnceAndSaysNothing() throws Exception {
    try (LocalJob job = builder("worker:1").program(Program.command("false")).build().start()) {
      job.await(DEADLINE);

      assertThat(job.failure())
          .matches("worker-0 exited with code 1 after [0-9.]+ s; it has written nothing");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatTheSystemDoesNotStart() throws Exception {
    // One argument longer than Linux takes.
    LocalCluster cluster =
        builder("worker:1").program(Program.command("echo", "x".repeat(200_000))).build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);

      assertThat(job.replica(WORKER_0).exitCodes()).isEqualTo(List.of(128));
      assertThat(job.failure())
          .startsWith("worker-0 exited with code 128 after 0.0 s; the last lines of its log:\n")
          .contains("    worker-0 cannot start: ")
          .contains("Argument list too long");
    }
  }

  @Test
  void aPortThatSomebodyElseTook() throws Exception {
    // Late enough that the test is first at the port.
    LocalCluster cluster =
        builder("worker:2")
            .program(Program.mainClass(Listener.class))
            .faults(FaultPlan.parse("delay worker-1@1s"))
            .build();
    try (LocalJob job = cluster.start()) {
      String address = job.addresses().get(WORKER_1);
      int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
      try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        assertThat(taken.isBound()).isTrue();
        assertThat(job.await(DEADLINE)).isEqualTo(JobState.FAILED);
      }
      assertThat(job.failure())
          .matches(
              "(?s)worker-1 exited with code 1 after [0-9.]+ s, and its address "
                  + address
                  + " is taken by another process: end that one; the last lines of its log:\n"
                  + ".*BindException.*");
    }
  }

  @Test
  void aReplicaThatTheJobDoesNotHave() throws Exception {
    String message = "replica is worker-7, but the job has only [worker-0, worker-1]: name one";
    try (LocalJob job = builder("worker:2").build().start()) {
      assertThatThrownBy(() -> job.kill(WORKER_7)).hasMessage(message);
      assertThatThrownBy(() -> job.replica(WORKER_7)).hasMessage(message);
      assertThatThrownBy(() -> job.log(WORKER_7)).hasMessage(message);
      assertThatThrownBy(() -> job.awaitReplica(WORKER_7, now -> true, DEADLINE))
          .hasMessage(message);
    }
    assertThatThrownBy(() -> builder("worker:2").faults(FaultPlan.parse("worker-7@200")).build())
        .hasMessage(
            "faults is \"worker-7@200\", but the job has no worker-7: name one of [worker-0,"
                + " worker-1]");
  }

  @Test
  void aReplicaThatHasNoProcess() throws Exception {
    LocalJob job = builder("worker:2").program(Program.command("true")).build().start();
    try (job) {
      job.awaitReplica(WORKER_0, now -> now.phase() == PodPhase.SUCCEEDED, DEADLINE);

      assertThatThrownBy(() -> job.kill(WORKER_0))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cannot kill worker-0: it is SUCCEEDED and has no process");
      assertThatThrownBy(() -> job.evict(WORKER_0)).hasMessageStartingWith("cannot evict worker-0");
    }
    assertThatThrownBy(() -> job.freeze(WORKER_0))
        .hasMessage("cannot freeze worker-0: it is ABSENT and has no process");
  }

  @Test
  void clustersThatNobodyLeads() {
    assertThatThrownBy(() -> builder("ps:2 evaluator:1").build())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage(
            "replicas is \"ps=2,evaluator=1\", but none of them can lead: keep a worker or a chief");
    assertThatThrownBy(
            () ->
                builder("worker:1")
                    .cluster(TrainingCluster.of(Map.of(), RunPolicy.empty()))
                    .build())
        .hasMessage("replicas is \"\", but none of them can lead: keep a worker or a chief");
    assertThatThrownBy(() -> builder("chief:1 master:1").build())
        .hasMessage(
            "replicas is \"chief=1,master=1\", but a chief and a master both lead: leave out one of"
                + " them");
  }

  @Test
  void optionsOutOfTheirRange() {
    assertThatThrownBy(() -> builder("worker:1").name("Digits").build())
        .hasMessageStartingWith("name is \"Digits\", but the operator wants a DNS label");
    assertThatThrownBy(() -> builder("worker:1").gracePeriod(Duration.ofSeconds(-1)).build())
        .hasMessage("gracePeriod is PT-1S, but it is a time to wait: use PT0S or more");
    for (double scale : List.of(-0.1, Double.NaN, 1001.0)) {
      assertThatThrownBy(() -> builder("worker:1").restartDelayScale(scale).build())
          .hasMessageStartingWith("restartDelayScale is " + scale);
    }
    assertThatThrownBy(() -> builder("worker:1").maxProcesses(0).build())
        .hasMessage("maxProcesses is 0, but a job has at least one process: raise it");
    assertThatThrownBy(() -> builder("worker:1").environment(Map.of("TF_CONFIG", "{}")).build())
        .hasMessageStartingWith("environment is \"TF_CONFIG\", but the operator sets it");
    assertThatThrownBy(() -> Program.command(List.of()))
        .hasMessage("command is [], but a replica needs a program to run: name one");
  }

  private static LocalCluster.Builder builder(String shape) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster(shape, "clean=RUNNING"))
        .program(Program.command("sleep", "60"))
        .output(LogOutput.none());
  }
}
