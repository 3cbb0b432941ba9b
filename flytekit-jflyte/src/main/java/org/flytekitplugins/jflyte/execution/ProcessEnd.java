package org.flytekitplugins.jflyte.execution;

import java.time.Duration;

/**
 * The end of a pod's process. Native code cannot be interrupted, and a task's shutdown hooks may
 * hang, so every end is bounded: after a while the process is halted.
 */
final class ProcessEnd {
  /** What is left of the 5 s after SIGTERM. */
  static final Duration AFTER_SIGNAL = Duration.ofSeconds(4);

  private static final Duration AFTER_RETURN = Duration.ofSeconds(20);

  private static volatile boolean hasBegun;

  private ProcessEnd() {}

  /** Whether we are ending the process; else an end is a signal's, or the task's own doing. */
  static boolean hasBegun() {
    return hasBegun;
  }

  /** The caller is about to end the process with this exit code, and has 20 s for it. */
  static void begin(int exitCode) {
    hasBegun = true;
    haltAfter(AFTER_RETURN, exitCode);
  }

  /** Ends the process from any thread. Does not return. */
  static void exit(int exitCode) {
    begin(exitCode);
    System.exit(exitCode);
  }

  /** Halts the process if it is still there then. */
  static void haltAfter(Duration patience, int exitCode) {
    Thread halt =
        new Thread(
            () -> {
              Pause.of(patience);
              Runtime.getRuntime().halt(exitCode);
            },
            "jflyte-halt");
    halt.setDaemon(true);
    halt.start();
  }
}
