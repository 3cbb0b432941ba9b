package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;

/**
 * The life of a job with one real process per replica, as the row of a table: what happens to whom
 * ({@code worker-0!1} exits with 1, {@code chief-0!kill}), which states the job has been in, and
 * how its replicas are then ({@code worker-0=RUNNING*1[137]}: started again once after it was
 * killed).
 */
public final class JobScenario {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final LocalJob job;
  private final Gates gates;

  private JobScenario(LocalJob job, Gates gates) {
    this.job = job;
    this.gates = gates;
  }

  /** Plays a job whose replicas wait at these gates, and compares. */
  public static void play(
      LocalCluster.Builder cluster, Gates gates, String events, String history, String end)
      throws Exception {
    LocalCluster waiting =
        cluster
            .program(gates.program())
            .environment(gates.environment())
            .restartDelayScale(0)
            .output(LogOutput.none())
            .build();
    try (LocalJob job = waiting.start()) {
      new JobScenario(job, gates).play(events, history, end);
    }
  }

  private void play(String events, String history, String end) throws Exception {
    for (String event : events.split(" +", -1)) {
      if (!event.equals("-")) {
        happen(event);
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
    assertThat(describe()).isEqualTo(end);
    assertThat(history()).isEqualTo(history);
  }

  private void happen(String event) throws IOException, InterruptedException, TimeoutException {
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

  private String history() {
    return job.history().stream()
        .map(transition -> transition.condition().state().operatorName())
        .collect(Collectors.joining(" "));
  }

  private String describe() {
    return job.replicas().values().stream()
        .map(JobScenario::describe)
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
