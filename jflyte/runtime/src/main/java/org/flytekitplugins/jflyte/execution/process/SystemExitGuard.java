package org.flytekitplugins.jflyte.execution.process;

import org.flytekitplugins.jflyte.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * While it is open, a call of {@code System.exit} is a failure of the code that calls it, whatever
 * its status: somebody says so, and the process ends with the exit code of a failure. Of several
 * guards the one that was opened last speaks. Signals end the process as ever.
 */
public final class SystemExitGuard implements AutoCloseable {
  /** Says what the call means. */
  public interface Report {
    /** Says it; the exit code of the process. Other threads may go on meanwhile. */
    int exitCode(SystemExitException exit);
  }

  private static volatile @Nullable SystemExitGuard innermost;

  private final @Nullable SystemExitGuard outer;
  private final Report report;
  private final Hook hook = new Hook();

  private SystemExitGuard(@Nullable SystemExitGuard outer, Report report) {
    this.outer = outer;
    this.report = report;
  }

  /** Opens a guard, unless the process has begun to end. */
  public static SystemExitGuard open(Report report) {
    SystemExitGuard guard = new SystemExitGuard(innermost, report);
    innermost = guard;
    try {
      Runtime.getRuntime().addShutdownHook(guard.hook);
    } catch (IllegalStateException e) {
      // Whoever ends it came first.
      return guard;
    }
    return guard;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs, and still has to know that it is the one to speak.
      return;
    }
    innermost = outer;
  }

  private final class Hook extends Thread {
    private volatile @Nullable SystemExitException exit;

    Hook() {
      super("jflyte-system-exit");
    }

    /** Called by the thread that ends the process, which is how it is known. */
    @Override
    public synchronized void start() {
      exit = SystemExitException.ofCurrentThread();
      super.start();
    }

    @Override
    public void run() {
      SystemExitException call = exit;
      if (call == null || innermost != SystemExitGuard.this) {
        return;
      }
      if (ProcessEnd.isSignalled()) {
        Runtime.getRuntime().halt(ExitCode.TERMINATED);
      }
      int exitCode = ExitCode.FAILURE;
      try {
        exitCode = report.exitCode(call);
      } finally {
        // Else it would be the status of the call, and 0 would be a success.
        Runtime.getRuntime().halt(exitCode);
      }
    }
  }
}
