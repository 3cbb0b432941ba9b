package org.flytekitplugins.jflyte.execution.attempt;

import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;

/**
 * Looks, beside the work of a replica that nobody has told who leads, whether another one has
 * decided the attempt, and then ends it: the work may wait for that one for ever, and whether the
 * operator ends the pod is up to its clean pod policy.
 */
public final class VerdictWatcher {
  private final AttemptFolder folder;
  private final Decision decision;
  private final ReplicaConsole console;
  private final VerdictWait verdict;
  private final ReplicaEnd end;
  private boolean hasComplained;

  /** One that looks into a folder while a decision is open. */
  public VerdictWatcher(
      AttemptFolder folder,
      Decision decision,
      ReplicaConsole console,
      VerdictWait verdict,
      ReplicaEnd end) {
    this.folder = folder;
    this.decision = decision;
    this.console = console;
    this.verdict = verdict;
    this.end = end;
  }

  /** Looks as often as {@link RelayWatcher} does, until the decision is made. */
  public void start() {
    Thread thread = new Thread(this::watch, "jflyte-verdict-watcher");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (decision.isOpen()) {
      if (isDecided()) {
        // What the work fails of meanwhile may be why the other one has failed.
        verdict.acknowledge();
        ProcessEnd.exit(end.afterVerdict());
      }
      Pause.of(RelayWatcher.PERIOD);
    }
  }

  private boolean isDecided() {
    try {
      return folder.isDecided();
    } catch (RuntimeException e) {
      if (!hasComplained) {
        hasComplained = true;
        console.say("cannot look whether the attempt is decided: " + e.getMessage());
      }
      return false;
    }
  }
}
