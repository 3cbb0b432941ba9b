package org.flytekitplugins.examples.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.localcluster.JobListener;
import org.flytekitplugins.localcluster.JobState;
import org.flytekitplugins.localcluster.JobTransition;
import org.flytekitplugins.localcluster.Progress;

/**
 * The progress of a job: on a terminal one line for all replicas that is rewritten, elsewhere a
 * line whenever a replica has done another twentieth of the steps.
 */
final class JobProgress implements JobListener {
  // Without line wrap while it is written: a line of many replicas would leave its rest standing.
  private static final String REWRITE = "\r\u001b[2K\u001b[?7l";
  private static final String WRAP_AGAIN = "\u001b[?7h";
  private static final int LINES = 20;
  private static final int SIGNAL = 128;

  private final PrintWriter out;
  private final boolean terminal;
  private final long steps;
  private final Map<Replica, Long> latest = new TreeMap<>();
  private boolean isOpen;

  JobProgress(PrintWriter out, boolean terminal, long steps) {
    this.out = out;
    this.terminal = terminal;
    this.steps = steps;
  }

  @Override
  public synchronized void progress(Replica replica, Progress progress) {
    long before = latest.getOrDefault(replica, 0L);
    latest.put(replica, progress.step());
    if (terminal) {
      String replicas =
          latest.entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining("  "));
      out.print(
          REWRITE
              + replicas
              + " of "
              + steps
              + " steps  "
              + replica
              + ": "
              + metrics(progress)
              + WRAP_AGAIN);
      out.flush();
      isOpen = true;
    } else if (portion(progress.step()) != portion(before)) {
      out.printf(
          Locale.ROOT,
          "%s  step %d/%d  %s%n",
          replica,
          Math.min(progress.step(), steps), // parameter servers may do a few more
          steps,
          metrics(progress));
    }
  }

  @Override
  public synchronized void started(Replica replica, int restarts) {
    if (restarts > 0) {
      say(replica + " starts again");
    }
  }

  @Override
  public synchronized void exited(Replica replica, int exitCode) {
    if (exitCode > 0 && exitCode != SIGNAL + 15) {
      say(replica + (exitCode == SIGNAL + 9 ? " was killed" : " ended with exit code " + exitCode));
    }
  }

  @Override
  public synchronized void condition(JobTransition transition) {
    JobState state = transition.condition().state();
    if (state == JobState.SUCCEEDED || state == JobState.FAILED) {
      end();
    }
  }

  /** Leaves the last progress standing, so that what follows starts on a line of its own. */
  private void end() {
    if (isOpen) {
      out.println();
      isOpen = false;
    }
  }

  private void say(String event) {
    end();
    out.println(event);
  }

  private long portion(long step) {
    return step * LINES / steps;
  }

  private static String metrics(Progress progress) {
    return progress.metrics().entrySet().stream()
        .map(metric -> String.format(Locale.ROOT, "%s %.4f", metric.getKey(), metric.getValue()))
        .collect(Collectors.joining("  "));
  }
}
