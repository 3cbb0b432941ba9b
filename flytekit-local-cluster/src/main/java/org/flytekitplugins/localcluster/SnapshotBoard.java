package org.flytekitplugins.localcluster;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the job's loop puts how the job is, and everybody else sees it. */
final class SnapshotBoard {
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
    long end = System.nanoTime() + deadline.toNanos();
    synchronized (lock) {
      for (JobSnapshot now = latest(); ; now = latest()) {
        if (condition.test(now)) {
          return now;
        }
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new TimeoutException(late.get());
        }
        // Rounded up: a wait of 0 would be for ever.
        lock.wait(left / 1_000_000 + 1);
      }
    }
  }
}
