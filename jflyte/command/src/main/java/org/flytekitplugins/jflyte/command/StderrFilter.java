package org.flytekitplugins.jflyte.command;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that bin/jflyte has put behind our standard error, to leave out what native code
 * says. It is still busy when we end, and whoever reads a file of our errors then would miss the
 * last.
 */
final class StderrFilter {
  /** The system property with its process id; bin/jflyte sets it. */
  private static final String PROPERTY = "jflyte.stderr.filter";

  private static final long PATIENCE_SECONDS = 2;

  private StderrFilter() {}

  /** Ends the standard error, if there is such a process, and waits until it has passed it on. */
  static void end() {
    Long pid = Long.getLong(PROPERTY);
    if (pid == null) {
      return;
    }
    System.err.close();
    try {
      ProcessHandle filter = ProcessHandle.of(pid).orElse(null);
      if (filter != null) {
        filter.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      // A reader that hangs shall not keep a command from its end.
      return;
    }
  }
}
