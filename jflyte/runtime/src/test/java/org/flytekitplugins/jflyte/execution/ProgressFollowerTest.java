package org.flytekitplugins.jflyte.execution;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that TensorBoard finds while a replica trains. */
@SuppressWarnings("try") // a follower is there to be closed
class ProgressFollowerTest {
  private static final Duration NOT_BEFORE_THE_END = Duration.ofHours(1);

  @TempDir Path temporary;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ReplicaConsole console =
      new ReplicaConsole(new PrintStream(said, true, UTF_8), "worker-1");
  private Path raw;
  private Path progress;
  private ProgressLog log;
  private String given = "";

  @BeforeEach
  void places() {
    raw = temporary.resolve("raw");
    progress = temporary.resolve("progress");
    log = ProgressLog.of(Map.of(ProgressLog.VARIABLE, progress.toString()));
  }

  private ProgressFollower follow(Duration period) {
    EventFolder folder =
        new EventFolder(
            BlobStore.of(Map.of()),
            raw.toUri().toString(),
            Replica.parse("worker-1"),
            "a job",
            () -> given,
            console);
    return ProgressFollower.start(ProgressFile.at(progress), List.of(folder), console, period);
  }

  private List<Path> files() throws IOException {
    Path folder = raw.resolve("tensorboard/worker-1");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      // Beside them are those that are being written.
      return files
          .filter(file -> file.getFileName().toString().startsWith("events."))
          .sorted()
          .toList();
    }
  }

  @Test
  void aReaderThatFailsKeepsNothingFromTheOthers() throws Exception {
    ProgressReader broken =
        new ProgressReader() {
          @Override
          public void add(Progress reported) {
            throw new IllegalStateException("step " + reported.step());
          }

          @Override
          public void write(boolean isLast) {
            throw new IllegalStateException("the end");
          }
        };
    KeptProgress kept = new KeptProgress(10);
    log.step(1, Map.of("loss", 0.5));
    log.step(2, Map.of("loss", 0.25));
    ProgressFollower.start(
            ProgressFile.at(progress), List.of(broken, kept), console, NOT_BEFORE_THE_END)
        .close();

    assertThat(kept.all()).extracting(Progress::step).containsExactly(1L, 2L);
    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "[jflyte worker-1] some of the progress is not shown: java.lang.IllegalStateException:"
                + " step 1\n");
  }

  @Test
  void theEndWritesWhatWasReported() throws Exception {
    try (ProgressFollower events = follow(NOT_BEFORE_THE_END)) {
      log.step(1, Map.of("loss", 0.5));
      log.step(2, Map.of("loss", 0.25));
      assertThat(files()).isEmpty();
    }

    assertThat(files()).hasSize(1);
    assertThat(files().get(0).getFileName().toString())
        .matches("events\\.out\\.tfevents\\.[0-9]{10}\\.worker-1\\.000000");
    assertThat(Files.readString(files().get(0), ISO_8859_1))
        .contains("brain.Event:2", "a job", "loss");
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void aReplicaThatReportsNothingLeavesNothing() throws Exception {
    try (ProgressFollower events = follow(NOT_BEFORE_THE_END)) {
      log.step(1);
    }

    assertThat(files()).isEmpty();
  }

  @Test
  void eachPeriodIsAFileThatNobodyChangesAnyMore() throws Exception {
    try (ProgressFollower events = follow(Duration.ofMillis(20))) {
      log.step(1, Map.of("loss", 0.5));
      awaitFiles(1);
      byte[] first = Files.readAllBytes(files().get(0));
      log.step(2, Map.of("loss", 0.25));
      awaitFiles(2);
      assertThat(Files.readAllBytes(files().get(0))).isEqualTo(first);
    }

    assertThat(files()).hasSize(2);
  }

  @Test
  void whatCannotBeWrittenIsSaidOnceAndWrittenLater() throws Exception {
    Files.writeString(raw, "a file where the folder should be");
    try (ProgressFollower events = follow(Duration.ofMillis(20))) {
      log.step(1, Map.of("loss", 0.5));
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (said.size() == 0 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertThat(said.toString(UTF_8))
          .startsWith("[jflyte worker-1] TensorBoard's files in " + raw.toUri())
          .contains("cannot be written now: ");
      said.reset();
      Files.delete(raw);
      awaitFiles(1);
    }

    assertThat(files()).hasSize(1);
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void eachFileBeforeWhichMoreWasGivenSaysAllOfIt() throws Exception {
    given = "rate 0.1";
    try (ProgressFollower events = follow(Duration.ofMillis(20))) {
      log.step(1, Map.of("loss", 0.5));
      awaitFiles(1);
      log.step(2, Map.of("loss", 0.5));
      awaitFiles(2);
      given = "rate 0.1, seed 7";
      log.step(3, Map.of("loss", 0.5));
      awaitFiles(3);
    }

    assertThat(files())
        .extracting(file -> Files.readString(file, ISO_8859_1))
        .satisfiesExactly(
            first -> assertThat(first).contains("configuration", "rate 0.1"),
            second -> assertThat(second).doesNotContain("configuration", "rate"),
            third -> assertThat(third).contains("configuration", "rate 0.1, seed 7"));
  }

  /** On one machine a replica has one progress file for all its processes. */
  @Test
  void whatAProcessBeforeHasCarriedIsCarriedNoMore() throws Exception {
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    try (ProgressFollower follower = follow(NOT_BEFORE_THE_END, before)) {
      log.step(1);
      log.step(2);
    }
    // The process has reported it, and was killed before it could carry it.
    log.step(3);
    try (ProgressFollower follower = follow(NOT_BEFORE_THE_END, after)) {
      log.step(4);
    }
    try (ProgressFollower follower = follow(NOT_BEFORE_THE_END, after)) {
      log.step(5);
    }

    assertThat(before).containsExactly(1L, 2L);
    assertThat(after).containsExactly(3L, 4L, 5L);
  }

  @Test
  void whoeverAsksForALookKnowsAllThatWasReportedByThen() {
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    try (ProgressFollower follower = follow(NOT_BEFORE_THE_END, seen)) {
      log.step(1);
      follower.look();
      assertThat(seen).containsExactly(1L);
      log.step(2);
      follower.look();
      assertThat(seen).containsExactly(1L, 2L);
      follower.close();
      follower.look();
    }
  }

  private ProgressFollower follow(Duration period, List<Long> steps) {
    ProgressReader reader =
        new ProgressReader() {
          @Override
          public void add(Progress progress) {
            steps.add(progress.step());
          }

          @Override
          public void write(boolean isLast) {}
        };
    return ProgressFollower.start(ProgressFile.at(progress), List.of(reader), console, period);
  }

  private void awaitFiles(int count) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (files().size() < count && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(files()).hasSize(count);
  }
}
