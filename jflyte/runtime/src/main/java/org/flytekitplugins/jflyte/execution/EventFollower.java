package org.flytekitplugins.jflyte.execution;

import java.time.Duration;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressTail;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a replica reports to its {@link EventFolder} while it trains, and the rest when it
 * is closed. What cannot be written there is said, and is no reason to fail.
 */
final class EventFollower implements AutoCloseable {
  /** The environment variable that switches this off: {@code false}. */
  static final String VARIABLE = "JFLYTE_TENSORBOARD";

  /** How long a point waits until TensorBoard can see it. */
  static final Duration PERIOD = Duration.ofSeconds(30);

  private static final Duration LAST_FILE = Duration.ofSeconds(10);

  private final ProgressTail tail;
  private final EventFolder folder;
  private final ReplicaConsole console;
  private final Duration period;
  private final Thread thread = new Thread(this::follow, "jflyte-tensorboard");
  private boolean isClosed;
  private boolean hasFailed;

  private EventFollower(
      ProgressTail tail, EventFolder folder, ReplicaConsole console, Duration period) {
    this.tail = tail;
    this.folder = folder;
    this.console = console;
    this.period = period;
  }

  /**
   * Follows from now on.
   *
   * @return null if there is nothing to follow
   */
  static @Nullable EventFollower start(
      ProgressFile progress, EventFolder folder, ReplicaConsole console, Duration period) {
    if (progress.path() == null) {
      return null;
    }
    // Lines that are no progress are whoever reads them on the other side to complain of.
    ProgressTail tail = new ProgressTail(progress.path(), folder::add, complaint -> {});
    EventFollower follower = new EventFollower(tail, folder, console, period);
    follower.thread.setDaemon(true);
    follower.thread.start();
    return follower;
  }

  private void follow() {
    boolean isLast = false;
    while (!isLast) {
      isLast = awaitEnd();
      if (tail.poll() || hasFailed) {
        write();
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

  private void write() {
    String why = folder.flush();
    if (why != null && !hasFailed) {
      console.say("TensorBoard's files in " + folder.uri() + " cannot be written now: " + why);
    }
    hasFailed = why != null;
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    try {
      thread.join(LAST_FILE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      console.say("the last of TensorBoard's files takes too long to write, and is left out");
    }
  }
}
