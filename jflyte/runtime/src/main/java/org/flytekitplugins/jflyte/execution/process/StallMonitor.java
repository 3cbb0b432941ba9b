package org.flytekitplugins.jflyte.execution.process;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.report.ProgressFile;
import org.jspecify.annotations.Nullable;

/** Prints where all threads are when a training has reported no step for a while. */
public final class StallMonitor implements AutoCloseable {
  /** The environment variable for the time, where a task's command line is not one's own. */
  public static final String VARIABLE = "JFLYTE_STALL_TIMEOUT";

  private static final Duration LONGEST_PERIOD = Duration.ofSeconds(5);

  private final Duration timeout;
  private final ProgressFile progress;
  private final ReplicaConsole console;
  private volatile boolean isClosed;

  private StallMonitor(Duration timeout, ProgressFile progress, ReplicaConsole console) {
    this.timeout = timeout;
    this.progress = progress;
    this.console = console;
  }

  /**
   * Watches from now on.
   *
   * @param timeout how long is too long; null: nothing is watched
   */
  public static @Nullable StallMonitor start(
      @Nullable Duration timeout, ProgressFile progress, ReplicaConsole console) {
    if (timeout == null || timeout.isZero()) {
      return null;
    }
    StallMonitor monitor = new StallMonitor(timeout, progress, console);
    Thread thread = new Thread(monitor::watch, "jflyte-stall-monitor");
    thread.setDaemon(true);
    thread.start();
    return monitor;
  }

  private void watch() {
    Duration quarter = timeout.dividedBy(4);
    Duration period = quarter.compareTo(LONGEST_PERIOD) < 0 ? quarter : LONGEST_PERIOD;
    long size = progress.size();
    long since = System.nanoTime();
    boolean hasDumped = false;
    while (!isClosed) {
      Pause.of(period);
      long now = progress.size();
      if (now != size) {
        size = now;
        since = System.nanoTime();
        hasDumped = false;
      } else if (!hasDumped && !isClosed && System.nanoTime() - since >= timeout.toNanos()) {
        hasDumped = true;
        dump();
      }
    }
  }

  private void dump() {
    StringBuilder text = new StringBuilder();
    text.append("no progress for ").append(DurationText.limit(timeout)).append("; all threads:");
    for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
      Thread thread = entry.getKey();
      text.append("\n\"").append(thread.getName()).append("\" ").append(thread.getState());
      for (StackTraceElement frame : entry.getValue()) {
        text.append("\n    at ").append(frame);
      }
    }
    console.say(text.toString());
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
