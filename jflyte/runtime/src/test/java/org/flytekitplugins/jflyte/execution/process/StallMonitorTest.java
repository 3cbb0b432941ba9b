package org.flytekitplugins.jflyte.execution.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.flytekitplugins.jflyte.execution.attempt.AttemptRoom;
import org.flytekitplugins.report.ProgressFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that reports no step for a while. */
class StallMonitorTest {
  @TempDir Path folder;
  private AttemptRoom room;
  private Path file;

  @BeforeEach
  void room() throws Exception {
    room = new AttemptRoom(folder);
    file = Files.createFile(folder.resolve("progress"));
  }

  private long dumps() {
    return room.said().lines().filter("no progress for 0.2 s; all threads:"::equals).count();
  }

  private void awaitDumps(long count) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (dumps() < count && System.nanoTime() < end) {
      Pause.of(Duration.ofMillis(10));
    }
    assertThat(dumps()).isEqualTo(count);
  }

  @Test
  void isShownOnceUntilItMovesAgain() throws Exception {
    try (StallMonitor monitor = start(Duration.ofMillis(200))) {
      assertThat(monitor).isNotNull();
      awaitDumps(1);
      assertThat(room.said())
          .contains("\"" + Thread.currentThread().getName() + "\" ", "\n    at java.");
      Pause.of(Duration.ofMillis(500));
      assertThat(dumps()).isEqualTo(1);

      Files.writeString(file, "step\n", StandardOpenOption.APPEND);
      awaitDumps(2);
    }
  }

  @Test
  void isNotShownWhileStepsAreReported() throws Exception {
    try (StallMonitor monitor = start(Duration.ofSeconds(2))) {
      assertThat(monitor).isNotNull();
      for (int i = 0; i < 30; i++) {
        Files.writeString(file, "step\n", StandardOpenOption.APPEND);
        Pause.of(Duration.ofMillis(100));
      }
    }
    assertThat(room.said()).isEmpty();
  }

  @Test
  void isNotShownBeforeItIsTooLong() throws Exception {
    try (StallMonitor monitor = start(Duration.ofSeconds(4))) {
      assertThat(monitor).isNotNull();
      Pause.of(Duration.ofSeconds(2));
      assertThat(room.said()).isEmpty();
    }
  }

  @Test
  void isNotShownWhenTheTrainingHasEnded() throws Exception {
    StallMonitor monitor = start(Duration.ofMillis(200));
    monitor.close();
    Pause.of(Duration.ofMillis(600));
    assertThat(room.said()).isEmpty();
  }

  @Test
  void isNotWatchedForUnlessSomebodySaysHowLongIsTooLong() {
    assertThat(start(null)).isNull();
    assertThat(start(Duration.ZERO)).isNull();
  }

  private StallMonitor start(Duration timeout) {
    return StallMonitor.start(timeout, ProgressFile.at(file), room.console);
  }
}
