package org.flytekitplugins.jflyte.execution.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pod's process. Native code cannot be interrupted, and a task's shutdown hooks may
 * hang, so every end is bounded: after a while the process is halted.
 */
public final class ProcessEnd {
  /** What is left of the 5 s after SIGTERM. */
  static final Duration AFTER_SIGNAL = Duration.ofSeconds(4);

  private static final Duration AFTER_RETURN = Duration.ofSeconds(20);
  private static final Duration SIGNAL_PERIOD = Duration.ofMillis(100);

  private static final Object LOCK = new Object();
  private static boolean isPrepared;
  private static boolean isBounded;
  private static long deadline;
  private static int boundedExitCode;

  private static final CountDownLatch BEGUN = new CountDownLatch(1);
  private static volatile int exitCode;
  private static volatile @Nullable Thread beginner;

  private ProcessEnd() {}

  /** Whether we are ending the process; else an end is a signal's, or the task's own doing. */
  static boolean hasBegun() {
    return BEGUN.getCount() == 0;
  }

  /** Whether it was this thread that began to end the process. */
  static boolean wasBegunBy(@Nullable Thread thread) {
    return hasBegun() && thread == beginner;
  }

  /** Waits until somebody begins to end the process; the exit code. */
  public static int awaitExitCode() {
    while (true) {
      try {
        BEGUN.await();
        return exitCode;
      } catch (InterruptedException e) {
        // Nobody else may end this process.
      }
    }
  }

  /**
   * Whether SIGTERM or its like ends the process. The JVM handles a signal in a thread of this
   * name, which then waits for the shutdown hooks.
   */
  public static boolean isSignalled() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 64];
    int count = root.enumerate(threads);
    for (int i = 0; i < count; i++) {
      String name = threads[i].getName();
      if (name.startsWith("SIG") && name.endsWith(" handler")) {
        return true;
      }
    }
    return false;
  }

  /** Does something as soon as a signal comes, in a thread of its own. */
  static void whenSignalled(Runnable action) {
    Thread thread =
        new Thread(
            () -> {
              while (!isSignalled()) {
                Pause.of(SIGNAL_PERIOD);
              }
              action.run();
            },
            "jflyte-signal-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Whether the JVM has begun to end, although we did not ask it to. A task's own shutdown hook may
   * end {@code run()} before ours has said so: hooks run side by side.
   */
  public static boolean isUnderWay() {
    if (hasBegun()) {
      return false;
    }
    Thread probe = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(probe);
    } catch (IllegalStateException e) {
      return true;
    }
    try {
      Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException e) {
      return true;
    }
    return false;
  }

  /** The caller is about to end the process with this exit code, and has 20 s for it. */
  public static void begin(int exitCode) {
    beginner = Thread.currentThread();
    synchronized (LOCK) {
      if (!hasBegun()) {
        ProcessEnd.exitCode = exitCode;
        BEGUN.countDown();
      }
    }
    haltAfter(AFTER_RETURN, exitCode);
  }

  /** Ends the process from any thread. Does not return. */
  public static void exit(int exitCode) {
    begin(exitCode);
    System.exit(exitCode);
  }

  /** Gets the thread that halts the process: when it is needed, no thread may be left to get. */
  public static void prepare() {
    synchronized (LOCK) {
      if (isPrepared) {
        return;
      }
      Thread halt = new Thread(ProcessEnd::haltInTime, "jflyte-halt");
      halt.setDaemon(true);
      halt.start();
      isPrepared = true;
    }
  }

  /** Halts the process if it is still there then; of several such wishes the earliest counts. */
  static void haltAfter(Duration patience, int exitCode) {
    prepare();
    long end = System.nanoTime() + patience.toNanos();
    synchronized (LOCK) {
      if (!isBounded || end - deadline < 0) {
        isBounded = true;
        deadline = end;
        boundedExitCode = exitCode;
        LOCK.notifyAll();
      }
    }
  }

  private static void haltInTime() {
    synchronized (LOCK) {
      while (!isBounded || deadline - System.nanoTime() > 0) {
        try {
          if (isBounded) {
            TimeUnit.NANOSECONDS.timedWait(LOCK, deadline - System.nanoTime());
          } else {
            LOCK.wait();
          }
        } catch (InterruptedException e) {
          // Nobody else may end this thread.
        }
      }
      Runtime.getRuntime().halt(boundedExitCode);
    }
  }
}
