package org.flytekitplugins.jflyte.execution;

import java.time.Duration;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * Looks, beside the primary's work, for a failure that another replica has relayed, and ends the
 * attempt with it: the work may be native code that waits for the failed replica and cannot be
 * interrupted.
 */
final class RelayWatcher {
  static final Duration PERIOD = Duration.ofSeconds(2);

  private static final int DONE = 0;
  private static final int FAILED = 1;

  private final AttemptFolder folder;
  private final Decision decision;
  private final ReplicaConsole console;
  private final Runnable afterReport;
  private boolean hasComplained;

  /**
   * @param afterReport what else there is to leave behind
   */
  RelayWatcher(
      AttemptFolder folder, Decision decision, ReplicaConsole console, Runnable afterReport) {
    this.folder = folder;
    this.decision = decision;
    this.console = console;
    this.afterReport = afterReport;
  }

  /** Looks at once, and then every 2 s until the decision is made. */
  void start() {
    Thread thread = new Thread(this::watch, "jflyte-relay-watcher");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    while (decision.isOpen()) {
      TaskError relay = look();
      if (relay != null) {
        if (decision.make()) {
          ProcessEnd.exit(report(relay));
        }
        return;
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

  private int report(TaskError relay) {
    console.say("ends the attempt, because a replica failed\n" + relay.message());
    try {
      folder.writeError(relay);
      afterReport.run();
      return DONE;
    } catch (TerminatedException e) {
      return Pause.forEver();
    } catch (RuntimeException e) {
      console.say("the failure of a replica cannot be reported: " + e.getMessage());
      return FAILED;
    }
  }
}
