package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica leaves for the deck while it trains, and at its end. */
class ReportWriterTest {
  private static final Replica REPLICA = Replica.parse("worker-1");

  @TempDir Path temporary;
  private AttemptRoom room;
  private Path folder;
  private Path progress;
  private ProgressLog log;
  private Executor background = Runnable::run;

  @BeforeEach
  void places() throws Exception {
    folder = Files.createDirectory(temporary.resolve("attempt"));
    room = new AttemptRoom(folder);
    progress = temporary.resolve("progress");
    log = ProgressLog.of(Map.of(ProgressLog.VARIABLE, progress.toString()));
  }

  private ReportWriter writer() {
    return new ReportWriter(
        room.attempt(), REPLICA, () -> List.of("last"), room.console, background);
  }

  private ReplicaReport left() throws Exception {
    return room.attempt().report(REPLICA).orElseThrow();
  }

  private static ReplicaReport.Run run(ReplicaReport report, int process) {
    return report.processes().get(process);
  }

  @Test
  void tellsHowFarItIsNowAndThen() throws Exception {
    ReportWriter writer = writer();
    ProgressFollower follower =
        ProgressFollower.start(
            ProgressFile.at(progress), List.of(writer), room.console, Duration.ofMillis(20));
    log.step(1, Map.of("loss", 0.5), ReplicaUsage.builder().gcSeconds(0.25).build());
    log.checkpoint(1);
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    // A file that is there may be one that is just being written.
    while (room.attempt().report(REPLICA).map(ReplicaReport::progress).orElse(List.of()).size() < 2
        && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    follower.close();

    ReplicaReport report = left();
    assertThat(room.files()).contains("replica-report-worker-1");
    assertThat(report.processes()).hasSize(1);
    assertThat(run(report, 0).exitCode()).isEqualTo(JobRecord.LAST_HEARD);
    assertThat(run(report, 0).seen()).isAfter(run(report, 0).start());
    assertThat(run(report, 0).lastLines()).isEmpty();
    assertThat(report.progress())
        .extracting(Progress::step, Progress::isCheckpoint)
        .containsExactly(tuple(1L, false), tuple(1L, true));
    assertThat(report.usage().orElseThrow().gcSeconds()).hasValue(0.25);
    assertThat(room.said()).isEmpty();
  }

  @Test
  void tellsItsEndAndNothingAfterIt() throws Exception {
    ReportWriter writer = writer();
    writer.end(JobRecord.FAILED);
    writer.write(false);

    assertThat(run(left(), 0).exitCode()).isEqualTo(JobRecord.FAILED);
    assertThat(run(left(), 0).lastLines()).containsExactly("last");

    writer.end(0);
    assertThat(run(left(), 0).lastLines()).isEmpty();
  }

  @Test
  void keepsNobodyWaitingWhileStorageTakesItsTime() throws Exception {
    List<Runnable> waiting = new ArrayList<>();
    background = waiting::add;
    ReportWriter writer = writer();
    for (int i = 0; i < 25; i++) {
      writer.write(false);
    }
    assertThat(room.files()).isEmpty();
    assertThat(waiting).hasSize(1);

    writer.end(0);
    waiting.get(0).run();
    assertThat(run(left(), 0).exitCode()).isZero();
  }

  @Test
  void tellsOfTenLooksOnlyOneWhenNothingIsNew() throws Exception {
    List<Runnable> told = new ArrayList<>();
    background =
        task -> {
          told.add(task);
          task.run();
        };
    ReportWriter writer = writer();
    for (int i = 0; i < 20; i++) {
      writer.write(false);
    }
    assertThat(told).hasSize(2);

    writer.add(Progress.parse("{\"step\":1}"));
    writer.write(false);
    assertThat(told).hasSize(3);
  }

  @Test
  void leavesTheLastWordToItsEnd() {
    writer().write(true);
    assertThat(room.files()).isEmpty();
  }

  @Test
  void goesOnWithWhatItsProcessBeforeHasLeft() throws Exception {
    writer().write(false);
    ReportWriter next = writer();
    next.write(false);
    next.end(0);

    assertThat(left().processes())
        .extracting(ReplicaReport.Run::exitCode)
        .containsExactly(JobRecord.FAILED, 0);
    assertThat(next.before().orElseThrow().processes())
        .extracting(ReplicaReport.Run::exitCode)
        .containsExactly(JobRecord.FAILED);
  }

  @Test
  void tellsNothingOnceItIsTerminated() {
    room.decision.terminate();
    writer().end(0);
    assertThat(room.files()).isEmpty();
  }

  @Test
  void isNoReasonToFail() throws Exception {
    Files.createDirectories(folder.resolve("replica-report-worker-1/in-the-way"));
    ReportWriter writer = writer();
    writer.write(false);
    writer.end(0);

    assertThat(room.said().lines())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("what this replica has done cannot be told now: ");
  }
}
