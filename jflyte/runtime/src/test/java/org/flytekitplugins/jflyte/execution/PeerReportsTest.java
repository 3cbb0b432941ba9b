package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.JobRecord;
import org.junit.jupiter.api.Test;

/** What others have left, read in the little time there is. */
class PeerReportsTest {
  private static final Replica ZERO = Replica.parse("worker-0");
  private static final Replica ONE = Replica.parse("worker-1");

  private static ReplicaReport report(int exitCode) {
    return new ReplicaReport(
        List.of(new ReplicaReport.Run(Instant.EPOCH, Instant.EPOCH, exitCode, List.of())),
        List.of(),
        Optional.empty());
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void areThoseThatAreThere() {
    PeerReports.Source source =
        replica -> replica.equals(ZERO) ? Optional.of(report(0)) : Optional.empty();

    assertThat(PeerReports.read(source, List.of(ZERO, ONE), Set.of(ZERO)))
        .isEqualTo(Map.of(ZERO, report(0)));
    assertThat(PeerReports.read(source, List.of(), Set.of())).isEmpty();
  }

  @Test
  void areAwaitedForAMomentOfThoseThatEnd() {
    AtomicInteger looks = new AtomicInteger();
    PeerReports.Source source =
        replica ->
            Optional.of(
                report(
                    replica.equals(ONE) && looks.getAndIncrement() < 3 ? JobRecord.LAST_HEARD : 0));

    assertThat(PeerReports.read(source, List.of(ZERO, ONE), Set.of(ONE)))
        .isEqualTo(Map.of(ZERO, report(0), ONE, report(0)));
  }

  @Test
  void areWhatWasLastHeardOfThoseThatDoNotEnd() {
    PeerReports.Source source = replica -> Optional.of(report(JobRecord.LAST_HEARD));

    long start = System.nanoTime();
    assertThat(PeerReports.read(source, List.of(ZERO), Set.of()).get(ZERO))
        .isEqualTo(report(JobRecord.LAST_HEARD));
    assertThat(since(start)).isLessThan(Duration.ofMillis(900));

    assertThat(PeerReports.read(source, List.of(ZERO), Set.of(ZERO)).get(ZERO))
        .isEqualTo(report(JobRecord.LAST_HEARD));
    assertThat(since(start)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
  }

  @Test
  void doNotKeepAReplicaWhoseStorageHangs() {
    long start = System.nanoTime();

    assertThat(
            PeerReports.read(
                replica -> {
                  if (replica.equals(ONE)) {
                    Pause.forEver();
                  }
                  return Optional.of(report(0));
                },
                List.of(ZERO, ONE),
                Set.of(ONE)))
        .isEqualTo(Map.of(ZERO, report(0)));
    assertThat(since(start)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(6));
  }

  @Test
  void areThoseOfTheOthersWhereOneIsBroken() {
    assertThat(
            PeerReports.read(
                replica -> {
                  if (replica.equals(ONE)) {
                    throw new IOException("it is empty");
                  }
                  return Optional.of(report(0));
                },
                List.of(ONE, ZERO),
                Set.of()))
        .isEqualTo(Map.of(ZERO, report(0)));
  }

  @Test
  void areReadSideBySide() {
    Set<Replica> all = new LinkedHashSet<>();
    IntStream.range(0, 100).forEach(index -> all.add(Replica.parse("worker-" + index)));

    assertThat(
            PeerReports.read(
                replica -> {
                  Pause.of(Duration.ofMillis(100));
                  return Optional.of(report(0));
                },
                all,
                all))
        .hasSize(100);
  }
}
