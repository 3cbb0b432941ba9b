package org.flytekitplugins.jflyte.execution;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFolder;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaReport;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.deck.JobRecord;
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

  /** Of how many looks one is told of though nothing was added: what is used has grown. */
  private static final int QUIET_LOOKS = 10;

  private final AttemptFolder folder;
  private final Replica replica;
  private final Supplier<List<String>> lastLines;
  private final ReplicaConsole console;
  private final Executor background;
  private final Object writes = new Object();
  private final AtomicBoolean isWriting = new AtomicBoolean();
  private final Instant start = Instant.now();
  private final KeptProgress kept = new KeptProgress(ReplicaReport.MOST_POINTS);
  private int quiet = QUIET_LOOKS;
  private volatile boolean hasEnded;
  // Of those who hold "writes".
  private @Nullable ReplicaReport earlier;
  private boolean hasLooked;
  private boolean hasFailed;

  /**
   * @param lastLines what the replica has printed last
   */
  ReportWriter(
      AttemptFolder folder,
      Replica replica,
      Supplier<List<String>> lastLines,
      ReplicaConsole console) {
    this(folder, replica, lastLines, console, task -> thread(task).start());
  }

  /**
   * @param background where reports are written while it trains: storage may take its time, and
   *     whoever closes the one that reads the progress waits for no report
   */
  ReportWriter(
      AttemptFolder folder,
      Replica replica,
      Supplier<List<String>> lastLines,
      ReplicaConsole console,
      Executor background) {
    this.folder = folder;
    this.replica = replica;
    this.lastLines = lastLines;
    this.console = console;
    this.background = background;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "jflyte-report");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void add(Progress progress) {
    quiet = QUIET_LOOKS;
    kept.add(progress);
  }

  /** The last one is for {@link #end} to write, who knows how it has ended. */
  @Override
  public void write(boolean isLast) {
    if (isLast || hasEnded || !isDue() || !isWriting.compareAndSet(false, true)) {
      return;
    }
    try {
      background.execute(
          () -> {
            write(JobRecord.LAST_HEARD);
            isWriting.set(false);
          });
    } catch (OutOfMemoryError e) {
      isWriting.set(false);
    }
  }

  private synchronized boolean isDue() {
    if (++quiet < QUIET_LOOKS) {
      return false;
    }
    quiet = 0;
    return true;
  }

  /**
   * Says how this process ends, within a few seconds; throws nothing.
   *
   * @param exitCode as {@link JobRecord.Run} has it
   */
  void end(int exitCode) {
    hasEnded = true;
    try {
      Thread thread = thread(() -> write(exitCode));
      thread.start();
      thread.join(LAST_REPORT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (OutOfMemoryError e) {
      console.say("what this replica has done cannot be told: " + e.getMessage());
    }
  }

  private void write(int exitCode) {
    synchronized (writes) {
      if (hasEnded && exitCode == JobRecord.LAST_HEARD) {
        return;
      }
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
  }

  private ReplicaReport own(int exitCode) {
    boolean isFailure = exitCode != JobRecord.LAST_HEARD && exitCode != 0;
    return new ReplicaReport(
        List.of(
            new ReplicaReport.Run(
                start, Instant.now(), exitCode, isFailure ? lastLines.get() : List.of())),
        kept.all(),
        Optional.of(kept.usage()));
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

  /** The same for those who draw, who may have to wait for storage: none of them is there still. */
  Optional<ReplicaReport> before() {
    synchronized (writes) {
      return Optional.ofNullable(earlier()).map(ReplicaReport::ended);
    }
  }
}
