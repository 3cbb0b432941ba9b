package org.flytekitplugins.jflyte.execution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.spi.TrainingRecord;
import org.flytekitplugins.spi.TrainingTracker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker that does not do what it should is no reason for a training to fail or to wait. */
class TrackerFollowerTest {
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMillis(200);

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ReplicaConsole console =
      new ReplicaConsole(new PrintStream(said, true, UTF_8), "chief-0");
  private ProgressLog log;

  @BeforeEach
  void place() {
    log = ProgressLog.of(Map.of(ProgressLog.VARIABLE, folder.resolve("progress").toString()));
  }

  private TrackerFollower follow(String... trackers) throws IOException {
    return follow(PERIOD, PATIENCE, trackers);
  }

  private TrackerFollower followUntilItEnds(String tracker) throws IOException {
    return follow(Duration.ofHours(1), Duration.ofMinutes(1), tracker);
  }

  private TrackerFollower follow(Duration period, Duration patience, String... trackers)
      throws IOException {
    return TrackerFollower.start(
        classes(trackers),
        TrackedTraining.builder("com.acme.Train", "file:///out").build(),
        ProgressFile.at(folder.resolve("progress")),
        console,
        period,
        patience);
  }

  private ClassLoader classes(String... trackers) throws IOException {
    Path services = folder.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.write(services.resolve(TrainingTracker.class.getName()), List.of(trackers));
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
  }

  @Test
  void oneThatCannotBeMadeIsSaid() throws Exception {
    follow("com.acme.Missing").failed("boom");

    assertThat(said.toString(UTF_8))
        .startsWith("[jflyte chief-0] a tracker of the package cannot begin: ")
        .contains("com.acme.Missing")
        .hasLineCount(1);
  }

  @Test
  void oneThatFailsIsToldNothingMore() throws Exception {
    TrackerFollower follower = follow(Failing.class.getName());
    log.step(1, Map.of("loss", 0.5));
    log.step(2, Map.of("loss", 0.5));
    follower.failed("boom");

    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "[jflyte chief-0] a tracker of the package has failed, and is told nothing more:"
                + " java.lang.IllegalStateException: step 1\n");
  }

  @Test
  void aCheckpointIsNoStep() throws Exception {
    TrackerFollower follower = follow(Failing.class.getName());
    log.checkpoint(1);
    follower.failed("boom");

    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void oneThatHasNothingToKeepIsToldNothing() throws Exception {
    TrackerFollower follower = follow(Absent.class.getName());
    log.step(1, Map.of("loss", 0.5));
    follower.failed("boom");

    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void whatAProcessBeforeHasReportedIsToldNoMore() throws Exception {
    log.step(1, Map.of("loss", 0.5));
    Thread.sleep(20);
    follow(Failing.class.getName()).failed("boom");

    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void oneThatHangsIsWaitedForSoLongAndNoLonger() throws Exception {
    TrackerFollower follower = follow(Hanging.class.getName());
    long start = System.nanoTime();
    follower.failed("boom");
    follower.leave();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(PATIENCE, PATIENCE.multipliedBy(10));
    assertThat(said.toString(UTF_8))
        .isEqualTo(
            "[jflyte chief-0] the tracker takes too long for the last of it, which is left out\n");
  }

  /** The end of the process waits for them, and a tracker has a bound of its own. */
  @Test
  void anElectedReplicaTellsNoMoreThanThereIsTimeFor() throws Exception {
    int steps = 60_000;
    Counting.STEPS.clear();
    KeptProgress kept = new KeptProgress(TrackerFollower.MOST_AT_ONCE);
    TrackerFollower follower =
        TrackerFollower.ofElected(
            classes(Counting.class.getName()),
            TrackedTraining.builder("com.acme.Train", "file:///out").build(),
            kept,
            console,
            Duration.ofMinutes(1));
    for (int step = 1; step <= steps; step++) {
      kept.add(
          Progress.parse(
              "{\"step\":" + step + ",\"metrics\":{},\"time\":\"2999-01-01T00:00:00Z\"}"));
    }
    follower.failed("boom");

    assertThat(Counting.STEPS)
        .hasSizeBetween(TrackerFollower.MOST_AT_ONCE / 2, TrackerFollower.MOST_AT_ONCE)
        .startsWith(1L, 9L, 17L)
        .endsWith((long) steps);
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  /** A server that is slow would take the time that is left for saying how it ended. */
  @Test
  void theEndIsToldBeforeAnythingElseIsSent() throws Exception {
    Counting.CALLS.clear();
    TrackerFollower follower = followUntilItEnds(Counting.class.getName());
    follower.failed("boom");

    assertThat(Counting.CALLS).containsExactly("failed");
  }

  /** The process that comes after it in its pod finds no file of this one. */
  @Test
  void whatIsReportedIsSentBeforeTheProcessLeaves() throws Exception {
    Counting.CALLS.clear();
    Counting.STEPS.clear();
    TrackerFollower follower = followUntilItEnds(Counting.class.getName());
    log.step(7, Map.of("loss", 0.5));
    follower.leave();

    assertThat(Counting.STEPS).containsExactly(7L);
    assertThat(Counting.CALLS).containsExactly("flush");
  }

  @Test
  void thatTheProcessIsToldToEndIsToldInTheMiddleOfAFlush() throws Exception {
    TrackerFollower follower = follow(Slow.class.getName());
    assertThat(Slow.FLUSHES.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();
    follower.terminated();

    assertThat(Slow.TERMINATED.tryAcquire()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    assertThat(said.toString(UTF_8)).isEmpty();
  }

  @Test
  void aPackageWithoutOneHasNoThread() {
    assertThat(
            TrackerFollower.start(
                getClass().getClassLoader(),
                TrackedTraining.builder("com.acme.Train", "file:///out").build(),
                ProgressFile.at(folder.resolve("progress")),
                console,
                PERIOD,
                PATIENCE))
        .isNull();
  }

  public static final class Failing implements TrainingTracker {
    @Override
    public TrainingRecord begin(TrackedTraining training) {
      return new TrainingRecord() {
        @Override
        public void step(long step, Map<String, Double> metrics, Instant time) {
          throw new IllegalStateException("step " + step);
        }
      };
    }
  }

  public static final class Counting implements TrainingTracker {
    static final List<Long> STEPS = new CopyOnWriteArrayList<>();
    static final List<String> CALLS = new CopyOnWriteArrayList<>();

    @Override
    public TrainingRecord begin(TrackedTraining training) {
      return new TrainingRecord() {
        @Override
        public void step(long step, Map<String, Double> metrics, Instant time) {
          STEPS.add(step);
        }

        @Override
        public void flush() {
          CALLS.add("flush");
        }

        @Override
        public void failed(String message) {
          CALLS.add("failed");
        }
      };
    }
  }

  public static final class Slow implements TrainingTracker {
    static final Semaphore FLUSHES = new Semaphore(0);
    static final Semaphore TERMINATED = new Semaphore(0);

    @Override
    public TrainingRecord begin(TrackedTraining training) {
      return new TrainingRecord() {
        @Override
        public void step(long step, Map<String, Double> metrics, Instant time) {}

        @Override
        public void flush() {
          FLUSHES.release();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }

        @Override
        public void terminated() {
          // It can be done by one that is not interrupted.
          TERMINATED.release(Thread.currentThread().isInterrupted() ? 0 : 1);
        }
      };
    }
  }

  public static final class Absent implements TrainingTracker {
    @Override
    public TrainingRecord begin(TrackedTraining training) {
      return null;
    }
  }

  public static final class Hanging implements TrainingTracker {
    @Override
    public TrainingRecord begin(TrackedTraining training) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return (step, metrics, time) -> {};
    }
  }
}
