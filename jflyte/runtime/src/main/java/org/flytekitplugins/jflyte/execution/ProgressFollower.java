package org.flytekitplugins.jflyte.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressTail;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a replica reports to whoever writes it somewhere, now and then while it trains, and
 * the rest when it is closed.
 */
final class ProgressFollower implements AutoCloseable {
  /** How long a point waits until others can see it. */
  static final Duration PERIOD = Duration.ofSeconds(30);

  private static final Duration LAST_FILES = Duration.ofSeconds(10);

  private final ProgressTail tail;
  private final List<ProgressReader> readers;
  private final ReplicaConsole console;
  private final Duration period;
  private final Thread thread = new Thread(this::follow, "jflyte-progress");
  private boolean isClosed;

  private ProgressFollower(
      Path progress, List<ProgressReader> readers, ReplicaConsole console, Duration period) {
    // Lines that are no progress are whoever reads them on the other side to complain of.
    this.tail = new ProgressTail(progress, this::add, complaint -> {});
    this.readers = readers;
    this.console = console;
    this.period = period;
  }

  /**
   * Follows from now on.
   *
   * @return null if there is nothing to follow, or nobody to tell
   */
  static @Nullable ProgressFollower start(
      ProgressFile progress,
      List<ProgressReader> readers,
      ReplicaConsole console,
      Duration period) {
    if (progress.path() == null || readers.isEmpty()) {
      return null;
    }
    ProgressFollower follower = new ProgressFollower(progress.path(), readers, console, period);
    follower.thread.setDaemon(true);
    follower.thread.start();
    return follower;
  }

  private void add(Progress progress) {
    for (ProgressReader reader : readers) {
      reader.add(progress);
    }
  }

  private void follow() {
    boolean isLast = false;
    while (!isLast) {
      isLast = awaitEnd();
      tail.poll();
      for (ProgressReader reader : readers) {
        reader.write(isLast);
      }
    }
  }

  private synchronized boolean awaitEnd() {
    long end = System.nanoTime() + period.toNanos();
    for (long left = period.toNanos(); left > 0 && !isClosed; left = end - System.nanoTime()) {
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        // Nobody of ours does that, and the flag would end every wait to come.
      }
    }
    return isClosed;
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    try {
      thread.join(LAST_FILES.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      console.say("the last files of its progress take too long to write, and are left out");
    }
  }
}
