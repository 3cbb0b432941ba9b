package org.flytekitplugins.jflyte.execution.attempt;

import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.flytekitplugins.jflyte.ExitCode;
import org.flytekitplugins.jflyte.execution.failure.LostLeaderException;
import org.flytekitplugins.jflyte.execution.process.Pause;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.internal.DurationText;

/**
 * The time between a replica's end and the verdict of another on the attempt. The process stays
 * alive for it, with whatever serves its peers in it. The end of one that has failed would fail the
 * job, and the message would be lost; the primary may still be pulling its image, so it gets
 * minutes. The end of one that is done, where replicas elect who leads, would make the job succeed
 * without outputs; the elected one may be uploading a model, so it gets an hour.
 */
public final class VerdictWait {
  /** The environment variable for how many seconds a replica waits; 0 or more. */
  public static final String VARIABLE = "JFLYTE_RELAY_GRACE_SECONDS";

  static final Duration DEFAULT_GRACE = Duration.ofMinutes(5);

  /** The environment variable for how many seconds one that is done waits; 0 or more. */
  public static final String OUTPUTS_VARIABLE = "JFLYTE_OUTPUTS_GRACE_SECONDS";

  static final Duration DEFAULT_OUTPUTS_GRACE = Duration.ofHours(1);

  /**
   * The environment variable for how many seconds whoever knows of a failure stays where every
   * replica may report its own; 0 or more.
   */
  public static final String SETTLING_VARIABLE = "JFLYTE_FAILURE_GRACE_SECONDS";

  /** The first exit ends the job. Who looks after a training process may do so every 5 s only. */
  static final Duration DEFAULT_SETTLING = Duration.ofSeconds(7);

  private static final Duration PERIOD = Duration.ofSeconds(2);
  private static final Duration SHORT_PERIOD = Duration.ofMillis(500);

  /** A verdict is followed by the end of the job, and so, usually, by SIGTERM. */
  private static final Duration AFTER_VERDICT = Duration.ofSeconds(5);

  private final AttemptFolder folder;
  private final ReplicaConsole console;
  private final Duration grace;
  private final Duration outputsGrace;
  private final Duration settling;

  /** As long as the environment says. */
  public VerdictWait(
      AttemptFolder folder, ReplicaConsole console, Map<String, String> environment) {
    this(folder, console, environment, DEFAULT_SETTLING);
  }

  VerdictWait(
      AttemptFolder folder,
      ReplicaConsole console,
      Map<String, String> environment,
      Duration settling) {
    this.folder = folder;
    this.console = console;
    this.grace = grace(VARIABLE, DEFAULT_GRACE, environment, console);
    this.outputsGrace = grace(OUTPUTS_VARIABLE, DEFAULT_OUTPUTS_GRACE, environment, console);
    this.settling = grace(SETTLING_VARIABLE, settling, environment, console);
  }

  /** Waits; the exit code with which the replica leaves. */
  public int await(RestartPolicy restartPolicy) {
    console.say(
        "waits for the primary to report the failure, at most " + DurationText.limit(grace));
    if (isDecidedWithin(grace)) {
      console.say("the primary has reported how the attempt ended");
      Pause.of(AFTER_VERDICT);
      return leave(restartPolicy);
    }
    console.say(
        "the primary has reported nothing for " + DurationText.limit(grace) + ": gives up, exit 1");
    return ExitCode.FAILURE;
  }

  /** Waits for the documents of an elected replica; whether they have come. */
  boolean awaitOutputs() {
    console.say(
        "waits for the outputs of the replica that leads, at most "
            + DurationText.limit(outputsGrace));
    return isDecidedWithin(outputsGrace);
  }

  /** Why they have not come. */
  LostLeaderException lostLeader() {
    return new LostLeaderException(DurationText.limit(outputsGrace), OUTPUTS_VARIABLE);
  }

  /**
   * Waits for a failure that another replica reports or hands over, as long as {@link #settle}
   * does; whether there is one.
   */
  boolean hearsOfAnotherFailure() {
    console.say(
        "looks for a failure of another replica before it is started again, at most "
            + DurationText.limit(settling.dividedBy(2)));
    return isWithin(settling.dividedBy(2), SHORT_PERIOD, this::isFailed);
  }

  private boolean isDecidedWithin(Duration time) {
    return isWithin(time, PERIOD, this::isDecided);
  }

  private static boolean isWithin(Duration time, Duration period, BooleanSupplier question) {
    long start = System.nanoTime();
    while (!question.getAsBoolean()) {
      Duration left = time.minusNanos(System.nanoTime() - start);
      if (left.isNegative() || left.isZero()) {
        return false;
      }
      Pause.of(left.compareTo(period) < 0 ? left : period);
    }
    return true;
  }

  /** Stays until whoever has decided the attempt, and others, have had their say. */
  void acknowledge() {
    console.say("another replica has decided how the attempt ends");
    // Twice as long as whoever decided it, whose exit is to be the first.
    Pause.of(settling.multipliedBy(2));
  }

  /** Half of the time in which others may report their failures. */
  void settle() {
    Pause.of(settling.dividedBy(2));
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
    return isSo(folder::isDecided);
  }

  private boolean isFailed() {
    return isSo(() -> folder.relay() != null || folder.hasError());
  }

  private boolean isSo(BooleanSupplier question) {
    try {
      return question.getAsBoolean();
    } catch (RuntimeException e) {
      console.say("cannot look whether the attempt is decided: " + e.getMessage());
      return false;
    }
  }

  private static Duration grace(
      String variable,
      Duration unlessSet,
      Map<String, String> environment,
      ReplicaConsole console) {
    String seconds = environment.get(variable);
    if (seconds == null || seconds.isBlank()) {
      return unlessSet;
    }
    try {
      return Duration.ofSeconds(Integer.parseUnsignedInt(seconds.strip()));
    } catch (NumberFormatException e) {
      console.say(
          variable
              + " is "
              + seconds
              + ", not a number of seconds: waits "
              + unlessSet.toSeconds()
              + " s");
      return unlessSet;
    }
  }
}
