package org.flytekitplugins.jflyte.execution.process;

import java.util.function.ToIntFunction;
import org.flytekitplugins.jflyte.ExitCode;

/**
 * Hears of failures that end a thread other than the main one. Out of memory ends the replica: the
 * training waits for a thread that is gone. Anything else is printed, as Java does.
 */
public final class OutOfMemoryHandler implements Thread.UncaughtExceptionHandler {
  private final ReplicaConsole console;
  private final ToIntFunction<OutOfMemoryError> report;

  private OutOfMemoryHandler(ReplicaConsole console, ToIntFunction<OutOfMemoryError> report) {
    this.console = console;
    this.report = report;
  }

  /**
   * Hears of them from now on.
   *
   * @param console where others are printed
   * @param report decides what the failure means for the attempt, and gives the exit code
   */
  public static void install(ReplicaConsole console, ToIntFunction<OutOfMemoryError> report) {
    Thread.setDefaultUncaughtExceptionHandler(new OutOfMemoryHandler(console, report));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (!(failure instanceof OutOfMemoryError outOfMemory)) {
      console.say("thread " + thread.getName() + " has ended", failure);
      return;
    }
    try {
      ProcessEnd.exit(report.applyAsInt(outOfMemory));
    } catch (OutOfMemoryError e) {
      Runtime.getRuntime().halt(ExitCode.OUT_OF_MEMORY);
    }
  }
}
