package org.flytekitplugins.report.deck;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.usage.UsageText;

/** From when to when a job was recorded. */
final class JobTime {
  private final Instant start;
  private final Instant end;

  private JobTime(Instant start, Instant end) {
    this.start = start;
    this.end = end;
  }

  /** From the first moment to the last; both are the epoch if there is none. */
  static JobTime of(JobRecord job) {
    return new JobTime(
        times(job).min(Comparator.naturalOrder()).orElse(Instant.EPOCH),
        times(job).max(Comparator.naturalOrder()).orElse(Instant.EPOCH));
  }

  private static Stream<Instant> times(JobRecord job) {
    return Stream.of(
            job.transitions().stream().map(JobTransition::time),
            job.runs().stream().flatMap(run -> Stream.of(run.start(), run.end())),
            job.measurements().stream().map(JobRecord.Measurement::time),
            job.checkpoints().stream().map(JobRecord.Checkpoint::time))
        .flatMap(times -> times);
  }

  boolean isKnown() {
    return !start.equals(Instant.EPOCH);
  }

  Instant start() {
    return start;
  }

  /** The seconds from the start to the end. */
  double seconds() {
    return secondsTo(end);
  }

  /** How long it took, for people. */
  String text() {
    return textOf(end);
  }

  /** When a moment was after the start, for people. */
  String textOf(Instant moment) {
    return UsageText.seconds(secondsTo(moment));
  }

  /** The seconds from the start to a moment. */
  double secondsTo(Instant moment) {
    return Duration.between(start, moment).toMillis() / 1000.0;
  }
}
