package org.flytekitplugins.localcluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.flytekitplugins.localcluster.internal.Uninterrupted;
import org.jspecify.annotations.Nullable;

/**
 * One thread on which everything that happens to a job happens, one thing after the other. What
 * comes after the loop was closed is dropped.
 */
final class EventLoop implements Timers, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(EventLoop.class.getName());

  private final ScheduledThreadPoolExecutor executor;
  private volatile @Nullable Thread thread;

  EventLoop(String name) {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread created = new Thread(work, "local-cluster " + name);
              created.setDaemon(true);
              thread = created;
              return created;
            });
    executor.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void run(Runnable event) {
    try {
      executor.execute(() -> guarded(event));
    } catch (RejectedExecutionException e) {
      LOGGER.log(Level.DEBUG, "the job is over, an event comes too late");
    }
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    return timer(executor.schedule(() -> guarded(event), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  Timer every(Duration period, Runnable event) {
    long nanos = period.toNanos();
    return timer(
        executor.scheduleWithFixedDelay(() -> guarded(event), nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static Timer timer(Future<?> future) {
    return () -> future.cancel(false);
  }

  /**
   * Does something on the loop and waits for its result, also if this thread is interrupted: what
   * is done there takes no time, and cleaning up is part of it.
   *
   * @throws IllegalStateException if the loop was closed
   */
  <T> T call(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      return work.get();
    }
    try {
      Future<T> result = executor.submit(work::get);
      return Uninterrupted.await(result::get);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the job is closed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new LocalClusterException("the job cannot go on", e);
    }
  }

  /** Does something on the loop and waits until it is done. */
  void call(Runnable work) {
    call(
        () -> {
          work.run();
          return true;
        });
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  // An executor would drop what is thrown, and with it every later run of a timer.
  private static void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOGGER.log(Level.WARNING, "an event of a job failed", e);
    }
  }
}
