package org.flytekitplugins.jflyte.execution.attempt;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.jspecify.annotations.Nullable;

/**
 * The time between a replica's relay and the primary's verdict. The process stays alive for it,
 * with whatever serves its peers in it: its end would fail the job, and the message would be lost.
 * The primary may still be pulling its image, so it gets minutes.
 */
public final class VerdictWait {
  /** The environment variable for how many seconds a replica waits; 0 or more. */
  public static final String VARIABLE = "JFLYTE_RELAY_GRACE_SECONDS";

  static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);

  private static final Duration PERIOD = Duration.ofSeconds(2);

  /** A verdict is followed by the end of the job, and so, usually, by SIGTERM. */
  private static final Duration AFTER_VERDICT = Duration.ofSeconds(5);

  private final AttemptFolder folder;
  private final ReplicaConsole console;
  private final Duration grace;

  /** As long as the environment says. */
  public VerdictWait(
      AttemptFolder folder, ReplicaConsole console, Map<String, String> environment) {
    this.folder = folder;
    this.console = console;
    this.grace = grace(environment.get(VARIABLE), console);
  }

  /** Waits; the exit code with which the replica leaves. */
  public int await(RestartPolicy restartPolicy) {
    console.say(
        "waits for the primary to report the failure, at most " + DurationText.limit(grace));
    long start = System.nanoTime();
    while (true) {
      if (isDecided()) {
        console.say("the primary has reported how the attempt ended");
        Pause.of(AFTER_VERDICT);
        return leave(restartPolicy);
      }
      Duration left = grace.minusNanos(System.nanoTime() - start);
      if (left.isNegative() || left.isZero()) {
        console.say(
            "the primary has reported nothing for "
                + DurationText.limit(grace)
                + ": gives up, exit 1");
        return ExitCode.FAILURE;
      }
      Pause.of(left.compareTo(PERIOD) < 0 ? left : PERIOD);
    }
  }

  /** The attempt is over for this replica: exits with 0, unless that would start it again. */
  public int leave(RestartPolicy restartPolicy) {
    if (restartPolicy == RestartPolicy.ALWAYS) {
      console.say("waits to be terminated: restart policy ALWAYS would start it again");
      return Pause.forEver();
    }
    return ExitCode.OK;
  }

  private boolean isDecided() {
    try {
      return folder.isDecided();
    } catch (RuntimeException e) {
      console.say("cannot look whether the attempt is decided: " + e.getMessage());
      return false;
    }
  }

  private static Duration grace(@Nullable String seconds, ReplicaConsole console) {
    if (seconds == null || seconds.isBlank()) {
      return DEFAULT_GRACE;
    }
    try {
      return Duration.ofSeconds(Integer.parseUnsignedInt(seconds.strip()));
    } catch (NumberFormatException e) {
      console.say(
          VARIABLE
              + " is "
              + seconds
              + ", not a number of seconds: waits "
              + DEFAULT_GRACE.toSeconds()
              + " s");
      return DEFAULT_GRACE;
    }
  }
}
