package org.flytekitplugins.jflyte.execution;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressTail;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a replica reports to whoever writes it somewhere, now and then while it trains, and
 * the rest when it is closed. Of a progress file that outlives a process it carries what processes
 * before this one have not.
 */
final class ProgressFollower implements AutoCloseable {
  /** How long a point waits until others can see it. */
  static final Duration PERIOD = Duration.ofSeconds(30);

  /** How long it waits in the file, in which there is room for so much. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** How long whoever asks for a look waits for it: storage may keep the thread. */
  private static final Duration ONE_LOOK = Duration.ofSeconds(1);

  private static final Duration LAST_FILES = Duration.ofSeconds(10);

  private final ProgressTail tail;
  private final CarriedBefore before;
  private final List<ProgressReader> readers;
  private final Set<ProgressReader> failed = new HashSet<>();
  private final ReplicaConsole console;
  private final Duration period;
  private final Thread thread = new Thread(this::follow, "jflyte-progress");
  private boolean isClosed;
  private boolean isOver;
  private long asked;
  private long looked;

  private ProgressFollower(
      Path progress,
      CarriedBefore before,
      List<ProgressReader> readers,
      ReplicaConsole console,
      Duration period) {
    // Lines that are no progress are whoever reads them on the other side to complain of.
    this.tail = new ProgressTail(progress, this::add, complaint -> {});
    this.before = before;
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
    Path file = progress.path();
    if (file == null || readers.isEmpty()) {
      return null;
    }
    ProgressFollower follower =
        new ProgressFollower(file, CarriedBefore.of(progress), readers, console, period);
    follower.thread.setDaemon(true);
    follower.thread.start();
    return follower;
  }

  /** Has the readers told what was reported until now, unless that takes too long. */
  synchronized void look() {
    long wanted = ++asked;
    notifyAll();
    await(ONE_LOOK.toNanos(), () -> looked >= wanted || isOver);
  }

  private void add(Progress progress) {
    boolean isLeft = before.isLeft(progress);
    each(isLeft ? reader -> reader.add(progress) : reader -> reader.addCarried(progress));
  }

  // One that cannot do its part is no reason for the others not to do theirs.
  private void each(Consumer<ProgressReader> action) {
    for (ProgressReader reader : readers) {
      try {
        action.accept(reader);
      } catch (RuntimeException e) {
        if (failed.add(reader)) {
          console.say("some of the progress is not shown: " + e);
        }
      }
    }
  }

  private void follow() {
    boolean isLast = false;
    while (!isLast) {
      isLast = awaitPeriod();
      boolean isEnd = isLast;
      each(reader -> reader.write(isEnd));
      before.carried();
    }
  }

  // Whether it was the last one.
  private boolean awaitPeriod() {
    long end = System.nanoTime() + period.toNanos();
    boolean isLast = false;
    for (long left = period.toNanos(); left > 0 && !isLast; left = end - System.nanoTime()) {
      long answered;
      synchronized (this) {
        await(Math.min(left, LOOK.toNanos()), () -> isClosed || asked > looked);
        isLast = isClosed;
        answered = asked;
      }
      tail.poll();
      synchronized (this) {
        looked = answered;
        isOver = isLast;
        notifyAll();
      }
    }
    return isLast;
  }

  private synchronized void await(long nanos, BooleanSupplier condition) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !condition.getAsBoolean(); left = end - System.nanoTime()) {
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException e) {
        // Nobody of ours does that, and the flag would end every wait to come.
      }
    }
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
