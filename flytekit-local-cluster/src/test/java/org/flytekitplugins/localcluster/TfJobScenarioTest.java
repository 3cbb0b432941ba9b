package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Whole lives of jobs, row by row, with one real process per replica. */
@DisabledOnOs(OS.WINDOWS)
class TfJobScenarioTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "tfjob-scenarios.csv",
      delimiter = '|',
      numLinesToSkip = 1,
      maxCharsPerColumn = 300)
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void theJobLives(
      String what, String shape, @Nullable String policy, String events, String history, String end)
      throws Exception {
    TrainingCluster cluster = ClusterText.cluster(shape, policy);
    Gates gates = Gates.create(folder, cluster);
    LocalCluster local =
        LocalCluster.builder()
            .cluster(cluster)
            .program(gates.program())
            .environment(gates.environment(cluster))
            .restartDelayScale(0)
            .output(LogOutput.none())
            .build();
    try (LocalJob job = local.start()) {
      for (String event : events.split(" +", -1)) {
        if (!event.equals("-")) {
          happen(job, gates, event);
        }
      }
      if (history.endsWith("ed") && !history.endsWith("Created")) {
        job.await(DEADLINE);
      }
      // Where the job goes on, the last of its processes must be waiting before it is looked at.
      for (String replica : end.split(" +", -1)) {
        job.awaitReplica(
            Replica.parse(replica.substring(0, replica.indexOf('='))),
            now -> describe(now).equals(replica),
            DEADLINE);
      }
      assertThat(describe(job)).isEqualTo(end);
      assertThat(history(job)).isEqualTo(history);
    }
  }

  private static void happen(LocalJob job, Gates gates, String event)
      throws IOException, InterruptedException, TimeoutException {
    Replica replica = Replica.parse(event.substring(0, event.indexOf('!')));
    int exits = job.replica(replica).exitCodes().size();
    job.awaitReplica(replica, now -> now.pid().isPresent(), DEADLINE);
    switch (event.substring(event.indexOf('!') + 1)) {
      case "kill" -> job.kill(replica);
      case "delete" -> job.delete(replica);
      case "drain" -> job.drain(replica);
      case "evict" -> job.evict(replica);
      default -> gates.exit(replica, event.substring(event.indexOf('!') + 1));
    }
    job.awaitReplica(replica, now -> now.exitCodes().size() > exits, DEADLINE);
  }

  private static String history(LocalJob job) {
    return job.history().stream()
        .map(transition -> transition.condition().state().operatorName())
        .collect(Collectors.joining(" "));
  }

  private static String describe(LocalJob job) {
    return job.replicas().values().stream()
        .map(TfJobScenarioTest::describe)
        .collect(Collectors.joining(" "));
  }

  private static String describe(ReplicaStatus replica) {
    return String.format(
        Locale.ROOT,
        "%s=%s%s%s",
        replica.replica(),
        replica.phase(),
        replica.restarts() == 0 ? "" : "*" + replica.restarts(),
        replica.exitCodes().toString().replace(" ", ""));
  }
}
