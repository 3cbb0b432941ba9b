package org.flytekitplugins.jflyte.command.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.flytekitplugins.jflyte.local.NodeKind;
import org.flytekitplugins.jflyte.local.NodeState;
import org.flytekitplugins.jflyte.local.NodeStatus;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.report.usage.StepTimes;
import org.flytekitplugins.report.usage.StepUsage;
import org.junit.jupiter.api.Test;

/** What is told of the cost of trainings, to people and to machines. */
class TrainingCostsTest {
  private static final Replica SERVER = Replica.parse("ps-0");
  private static final Replica WORKER = Replica.parse("worker-0");
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(
          Map.of(
              ReplicaType.WORKER,
              ReplicaSpec.of(w -> w.replicas(1).requests(r -> r.memory("4Gi"))),
              ReplicaType.PS,
              ReplicaSpec.of(1)),
          RunPolicy.empty());

  private final TrainingCosts costs = new TrainingCosts();

  @Test
  void aTrainingIsALineForPeople() {
    JobListener job = job("train");
    job.used(WORKER, worker(OptionalDouble.of(0.05)));
    job.used(SERVER, seen(300, 2.5));
    job("other");

    assertThat(costs.lines())
        .containsExactly(
            "train: used 15.0 s of processors, at most 1Gi in worker-0 (25% of 4Gi), 0.5% of it in"
                + " GC; a step took 2.0 ms, one of ten 2.0 ms, one of a hundred 2.0 ms, 25% of it"
                + " for peers, 0.5% for storage, 25% for batches; 16,000 examples/s");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    job("train").used(SERVER, seen(300, 2.5));

    assertThat(costs.lines())
        .containsExactly("train: used 2.5 s of processors, at most 300Mi in ps-0");
  }

  @Test
  void aReplicaIsAnObjectForMachines() throws IOException {
    JobListener job = job("train");
    job.used(WORKER, worker(OptionalDouble.empty()));
    job.used(SERVER, seen(300, 2.5));

    assertThat(json())
        .isEqualTo(
            "{\"train\":[{\"replica\":\"worker-0\",\"memoryBytes\":1073741824,"
                + "\"peakMemoryBytes\":1073741824,\"memoryLimitBytes\":4294967296,"
                + "\"cpuSeconds\":12.5,\"gcShare\":0.005,\"steps\":100,\"stepSecondsP50\":0.002016,"
                + "\"stepSecondsP90\":0.002016,\"stepSecondsP99\":0.002016,\"storageShare\":0.005,"
                + "\"batchShare\":0.25,\"examplesPerSecond\":16000.0},"
                + "{\"replica\":\"ps-0\",\"memoryBytes\":314572800,"
                + "\"peakMemoryBytes\":314572800,\"cpuSeconds\":2.5}]}");
  }

  @Test
  void ofANodeThatIsTriedAgainTheLastAttemptCounts() {
    job("train").used(SERVER, seen(300, 2.5));
    job("train").used(SERVER, seen(200, 1));

    assertThat(costs.lines())
        .containsExactly("train: used 1.0 s of processors, at most 200Mi in ps-0");
  }

  private JobListener job(String node) {
    NodeStatus status =
        new NodeStatus(
            List.of(node),
            NodeKind.TRAINING,
            "com.acme.Train",
            NodeState.RUNNING,
            1,
            Duration.ZERO);
    return costs.jobListeners(status, CLUSTER).get(0);
  }

  private static ReplicaUsage seen(long mebibytes, double cpuSeconds) {
    return ReplicaUsage.builder()
        .memoryBytes(mebibytes << 20)
        .peakMemoryBytes(mebibytes << 20)
        .cpuSeconds(cpuSeconds)
        .build();
  }

  private static ReplicaUsage worker(OptionalDouble peerSeconds) {
    StepTimes.Recorder recorder = new StepTimes.Recorder();
    for (int step = 0; step < 100; step++) {
      recorder.add(2_000_000);
    }
    return seen(1024, 12.5).toBuilder()
        .gcSeconds(0.1)
        .upSeconds(20)
        .steps(StepUsage.of(recorder.times(), 0.2, peerSeconds, 0.001, 0.05, 3200))
        .build();
  }

  private String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      costs.write(json);
    }
    return text.toString();
  }
}
