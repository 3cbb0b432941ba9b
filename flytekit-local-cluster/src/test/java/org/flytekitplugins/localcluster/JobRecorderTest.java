package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.junit.jupiter.api.Test;

class JobRecorderTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Replica WORKER_0 = Replica.parse("worker-0");
  private static final Replica WORKER_1 = Replica.parse("worker-1");
  private static final TrainingCluster CLUSTER =
      TrainingCluster.of(Map.of(ReplicaType.WORKER, ReplicaSpec.of(2)), RunPolicy.empty());

  private final JobRecorder recorder =
      new JobRecorder("train", CLUSTER, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void remembersConditionsProcessesAndWhatTheyReport() throws IOException {
    JobTransition running =
        JobTransition.of(NOW, JobCondition.of(JobState.RUNNING, "TFJobRunning", "it runs"));

    recorder.condition(running);
    recorder.started(WORKER_0, 0);
    recorder.started(WORKER_1, 0);
    recorder.progress(WORKER_0, Progress.parse("{\"step\":1,\"metrics\":{\"loss\":0.5}}"));
    recorder.checkpoint(WORKER_0, Progress.parse("{\"step\":1,\"checkpoint\":true}"));
    recorder.line(WORKER_0, "at step 1");
    recorder.line(WORKER_1, "waits");
    recorder.exited(WORKER_0, 137);

    assertThat(recorder.record())
        .isEqualTo(
            JobRecord.of(
                    "train",
                    CLUSTER,
                    List.of(running),
                    List.of(
                        JobRecord.Run.of(WORKER_0, NOW, NOW, 137),
                        JobRecord.Run.of(WORKER_1, NOW, NOW, JobRecord.RUNNING)),
                    List.of(JobRecord.Measurement.of(WORKER_0, NOW, 1, Map.of("loss", 0.5))))
                .withCheckpoints(List.of(JobRecord.Checkpoint.of(WORKER_0, NOW, 1)))
                .withLogEnds(
                    List.of(JobRecord.LogEnd.of(WORKER_0, NOW, 137, List.of("at step 1")))));
  }

  @Test
  void keepsOfALogTheLastLinesOfThatProcess() {
    recorder.started(WORKER_0, 0);
    for (int i = 1; i <= 100; i++) {
      recorder.line(WORKER_0, "line " + i);
    }
    recorder.exited(WORKER_0, 1);
    recorder.line(WORKER_0, "again");
    recorder.exited(WORKER_0, 1);
    recorder.line(WORKER_0, "at last");
    recorder.exited(WORKER_0, 0);

    List<JobRecord.LogEnd> ends = recorder.record().logEnds();
    assertThat(ends).hasSize(2);
    assertThat(ends.get(0).lines()).hasSize(20).startsWith("line 81").endsWith("line 100");
    assertThat(ends.get(1).lines()).containsExactly("again");
  }

  @Test
  void keepsOfManyStepsSomeOfEachKindAndTheLastAndTheFurthest() throws IOException {
    for (int step = 1; step <= 9999; step++) {
      recorder.progress(WORKER_0, reported(step, "loss"));
      recorder.progress(WORKER_0, reported(step, "accuracy"));
      recorder.checkpoint(WORKER_0, Progress.parse("{\"step\":" + step + ",\"checkpoint\":true}"));
    }
    // A process after it goes on from an older checkpoint.
    recorder.progress(WORKER_0, reported(7000, "loss"));
    recorder.progress(WORKER_0, reported(7000, "accuracy"));
    recorder.progress(WORKER_1, reported(3, "loss"));

    JobRecord record = recorder.record();
    assertThat(record.measurements())
        .hasSizeLessThan(4010)
        .contains(
            JobRecord.Measurement.of(WORKER_0, NOW, 1, Map.of("loss", 0.5)),
            JobRecord.Measurement.of(WORKER_0, NOW, 7000, Map.of("loss", 0.5)),
            JobRecord.Measurement.of(WORKER_0, NOW, 7000, Map.of("accuracy", 0.5)),
            JobRecord.Measurement.of(WORKER_1, NOW, 3, Map.of("loss", 0.5)));
    assertThat(record.measurements()).extracting(JobRecord.Measurement::step).contains(9999L);
    for (String metric : List.of("loss", "accuracy")) {
      assertThat(record.measurements())
          .filteredOn(one -> one.metrics().containsKey(metric))
          .hasSizeGreaterThan(1000);
    }
    assertThat(record.checkpoints())
        .hasSizeBetween(1000, 2000)
        .last()
        .isEqualTo(JobRecord.Checkpoint.of(WORKER_0, NOW, 9999));
  }

  private static Progress reported(long step, String metric) throws IOException {
    return Progress.parse("{\"step\":" + step + ",\"metrics\":{\"" + metric + "\":0.5}}");
  }

  @Test
  void takesTheTimeThatAReplicaWrote() throws IOException {
    recorder.progress(
        WORKER_0, Progress.parse("{\"step\":1,\"time\":\"2026-11-28T11:59:58.500Z\"}"));

    assertThat(recorder.record().measurements())
        .containsExactly(JobRecord.Measurement.of(WORKER_0, NOW.minusMillis(1500), 1, Map.of()));
  }
}
