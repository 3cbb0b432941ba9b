package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the job's loop puts how the job is, and everybody else sees it. */
final class SnapshotBoard {
  /** As long as a single wait may be, whatever the deadline. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Object lock = new Object();
  private @Nullable JobSnapshot latest;

  void publish(JobSnapshot snapshot) {
    synchronized (lock) {
      latest = snapshot;
      lock.notifyAll();
    }
  }

  JobSnapshot latest() {
    synchronized (lock) {
      if (latest == null) {
        throw new IllegalStateException("the job was not started");
      }
      return latest;
    }
  }

  /** Waits until the job is as a condition says. */
  JobSnapshot await(Duration deadline, Predicate<JobSnapshot> condition, Supplier<String> late)
      throws InterruptedException, TimeoutException {
    long start = System.nanoTime();
    synchronized (lock) {
      for (JobSnapshot now = latest(); ; now = latest()) {
        if (condition.test(now)) {
          return now;
        }
        Duration left = deadline.minusNanos(System.nanoTime() - start);
        if (left.isNegative() || left.isZero()) {
          throw new TimeoutException(late.get());
        }
        lock.wait(left.compareTo(LONGEST) < 0 ? left.toMillis() + 1 : LONGEST.toMillis());
      }
    }
  }
}
