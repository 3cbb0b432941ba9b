package org.flytekitplugins.jflyte.execution.attempt;

import java.time.Duration;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ProcessEnd;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * Looks, beside the primary's work, for a failure that another replica has relayed, and ends the
 * attempt with it: the work may be native code that waits for the failed replica and cannot be
 * interrupted.
 */
public final class RelayWatcher {
  /** How often it looks. */
  public static final Duration PERIOD = Duration.ofSeconds(2);

  private final AttemptFolder folder;
  private final Decision decision;
  private final ReplicaConsole console;
  private final ReplicaEnd end;
  private boolean hasComplained;

  /** One that looks into a folder while a decision is open. */
  public RelayWatcher(
      AttemptFolder folder, Decision decision, ReplicaConsole console, ReplicaEnd end) {
    this.folder = folder;
    this.decision = decision;
    this.console = console;
    this.end = end;
  }

  /** Looks at once, and then every 2 s until the decision is made. */
  public void start() {
    Thread thread = new Thread(this::watch, "jflyte-relay-watcher");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (decision.isOpen()) {
      TaskError relay = look();
      if (relay != null) {
        ProcessEnd.exit(end.afterRelay(relay));
      }
      Pause.of(PERIOD);
    }
  }

  private @Nullable TaskError look() {
    try {
      return folder.relay();
    } catch (RuntimeException e) {
      if (!hasComplained) {
        hasComplained = true;
        console.say("cannot look whether another replica has failed: " + e.getMessage());
      }
      return null;
    }
  }
}
