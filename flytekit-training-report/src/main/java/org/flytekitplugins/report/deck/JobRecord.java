package org.flytekitplugins.report.deck;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.spi.DeckSection;
import org.jspecify.annotations.Nullable;

/**
 * What a job did.
 *
 * @param name the name of the job
 * @param cluster what the job asked for
 * @param transitions the conditions it came into
 * @param runs the processes of its replicas
 * @param measurements what its replicas reported
 * @param failure why the attempt has failed, with a stack trace if there is one; null if it has
 *     not. The operator's conditions do not tell: a job whose primary has reported an error has
 *     succeeded
 * @param sections what the task has added itself
 */
public record JobRecord(
    String name,
    TrainingCluster cluster,
    List<JobTransition> transitions,
    List<Run> runs,
    List<Measurement> measurements,
    @Nullable String failure,
    List<DeckSection> sections) {
  /** The exit code of a process that has not ended. */
  public static final int RUNNING = -1;

  /**
   * One process of a replica.
   *
   * @param replica whose process
   * @param start when it started
   * @param end when it ended, or now
   * @param exitCode how it ended, 128 plus the signal for one that was killed, or {@link #RUNNING}
   */
  public record Run(Replica replica, Instant start, Instant end, int exitCode) {}

  /**
   * What a replica reported.
   *
   * @param replica who
   * @param time when
   * @param step how far it was
   * @param metrics numbers by name, such as {@code loss}
   */
  public record Measurement(
      Replica replica, Instant time, long step, Map<String, Double> metrics) {}

  /** A job that has not failed, and whose task has added nothing. */
  public JobRecord(
      String name,
      TrainingCluster cluster,
      List<JobTransition> transitions,
      List<Run> runs,
      List<Measurement> measurements) {
    this(name, cluster, transitions, runs, measurements, null, List.of());
  }

  /** The same job with why its attempt has failed, or null. */
  public JobRecord withFailure(@Nullable String why) {
    return new JobRecord(name, cluster, transitions, runs, measurements, why, sections);
  }

  /** The same job with what its task has added. */
  public JobRecord withSections(List<DeckSection> added) {
    return new JobRecord(name, cluster, transitions, runs, measurements, failure, added);
  }

  /** All replicas that the job asked for, by role and index. */
  SortedSet<Replica> replicas() {
    SortedSet<Replica> replicas = new TreeSet<>();
    for (ReplicaType type : cluster.replicas().keySet()) {
      for (int index = 0; index < cluster.size(type); index++) {
        replicas.add(Replica.of(type, index));
      }
    }
    return replicas;
  }

  /** The first moment that was recorded. */
  Instant start() {
    return times().min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  /** The last moment that was recorded. */
  Instant end() {
    return times().max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
  }

  /** How long the job took. */
  Duration duration() {
    return Duration.between(start(), end());
  }

  /** The seconds from the start of the job to a moment. */
  double secondsTo(Instant time) {
    return Duration.between(start(), time).toMillis() / 1000.0;
  }

  private Stream<Instant> times() {
    return Stream.of(
            transitions.stream().map(JobTransition::time),
            runs.stream().flatMap(run -> Stream.of(run.start(), run.end())),
            measurements.stream().map(Measurement::time))
        .flatMap(times -> times);
  }
}
