package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.internal.usage.OwnContainer;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * Leaves the {@link ReplicaReport} of this replica: now and then while it trains, and when it has
 * ended. Its next process goes on with what this one has left. What cannot be written is said, and
 * is no reason to fail.
 */
final class ReportWriter implements ProgressReader {
  /** The environment variable that switches this off: {@code false}. */
  static final String VARIABLE = "JFLYTE_REPLICA_REPORTS";

  /** How long the end of a replica waits for it at most. */
  private static final Duration LAST_REPORT = Duration.ofSeconds(3);

  private final AttemptFolder folder;
  private final Replica replica;
  private final Supplier<List<String>> lastLines;
  private final ReplicaConsole console;
  private final Instant start = Instant.now();
  private final Thinned<Progress> steps = new Thinned<>(ReplicaReport.MOST_POINTS);
  private final Thinned<Progress> checkpoints = new Thinned<>(ReplicaReport.MOST_POINTS);
  private @Nullable ReplicaUsage told;
  private @Nullable ReplicaReport earlier;
  private boolean hasLooked;
  private boolean hasEnded;
  private boolean hasFailed;

  /**
   * @param lastLines what the replica has printed last
   */
  ReportWriter(
      AttemptFolder folder,
      Replica replica,
      Supplier<List<String>> lastLines,
      ReplicaConsole console) {
    this.folder = folder;
    this.replica = replica;
    this.lastLines = lastLines;
    this.console = console;
  }

  @Override
  public synchronized void add(Progress progress) {
    (progress.isCheckpoint() ? checkpoints : steps).add(progress);
    progress.usage().ifPresent(usage -> told = usage);
  }

  /** The last one is for {@link #end} to write, who knows how it has ended. */
  @Override
  public synchronized void write(boolean isLast) {
    if (!isLast && !hasEnded) {
      write(JobRecord.LAST_HEARD);
    }
  }

  /**
   * Says how this process ends, within a few seconds; throws nothing.
   *
   * @param exitCode as {@link JobRecord.Run} has it
   */
  void end(int exitCode) {
    try {
      Thread thread = new Thread(() -> writeEnd(exitCode), "jflyte-report");
      thread.setDaemon(true);
      thread.start();
      thread.join(LAST_REPORT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      console.say("what this replica has done cannot be told: " + e.getMessage());
    }
  }

  private synchronized void writeEnd(int exitCode) {
    hasEnded = true;
    write(exitCode);
  }

  private void write(int exitCode) {
    try {
      ReplicaReport own = own(exitCode);
      ReplicaReport before = earlier();
      folder.writeReport(replica, before == null ? own : before.then(own));
      hasFailed = false;
    } catch (RuntimeException | Error e) {
      if (!hasFailed) {
        console.say("what this replica has done cannot be told now: " + e.getMessage());
      }
      hasFailed = true;
    }
  }

  private ReplicaReport own(int exitCode) {
    boolean isFailure = exitCode != JobRecord.LAST_HEARD && exitCode != 0;
    List<Progress> progress = new ArrayList<>(steps.kept());
    progress.addAll(checkpoints.kept());
    ReplicaUsage container = OwnContainer.look();
    return new ReplicaReport(
        List.of(
            new ReplicaReport.Run(
                start, Instant.now(), exitCode, isFailure ? lastLines.get() : List.of())),
        progress,
        Optional.of(told == null ? container : told.seenBy(container)));
  }

  /** What processes of this replica before this one have left; null if there were none. */
  private @Nullable ReplicaReport earlier() {
    if (!hasLooked) {
      try {
        earlier = folder.report(replica).orElse(null);
      } catch (IOException e) {
        console.say("what an earlier process has told is none of ours: " + e.getMessage());
      }
      hasLooked = true;
    }
    return earlier;
  }

  /** The same for those who draw, who may have to wait for storage. */
  synchronized Optional<ReplicaReport> before() {
    return Optional.ofNullable(earlier());
  }
}
