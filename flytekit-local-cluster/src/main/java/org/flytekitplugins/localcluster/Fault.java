package org.flytekitplugins.localcluster;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with a replica, once in a job. Written as {@code [ACTION
 * ]REPLICA@WHEN}:
 *
 * <ul>
 *   <li>{@code worker-1@200}: killed when it reports step 200 or a later one;
 *   <li>{@code worker-1@5s}: killed 5 seconds after its first start (units: {@code ms}, {@code s},
 *       {@code m});
 *   <li>{@code freeze worker-1@200+3s}: frozen at step 200, for 3 seconds; without the length, for
 *       ever;
 *   <li>{@code delete worker-1@200}: its pod is deleted, as by {@code kubectl delete pod};
 *   <li>{@code drain worker-1@200}: its node is drained or its pod preempted, which deletes it too;
 *   <li>{@code evict worker-1@200}: the kubelet evicts its pod, as when its node's disk is full;
 *   <li>{@code delay worker-1@5s}: starts 5 seconds late.
 * </ul>
 */
@AutoValue
public abstract class Fault {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:([a-z]+) +)?([a-z]+-[0-9]{1,9})@(?:([0-9]{1,18})|([0-9]{1,9}(?:ms|s|m)))"
              + "(?:\\+([0-9]{1,9}(?:ms|s|m)))?");
  private static final Pattern DURATION = Pattern.compile("([0-9]+)(ms|s|m)");

  /** What happens to the replica. */
  public enum Action {
    /** SIGKILL to its processes, as by the kernel when memory is out: exit code 137. */
    KILL,
    /** SIGSTOP to its processes: it is there, but says nothing any more. */
    FREEZE,
    /**
     * Its pod is deleted, as by {@code kubectl delete pod}: SIGTERM, SIGKILL after the grace
     * period. The operator counts a running pod that was deleted as failed, under every restart
     * policy.
     */
    DELETE,
    /** Its node is drained or lost, or its pod preempted: to the operator as {@link #DELETE}. */
    DRAIN,
    /**
     * The kubelet evicts its pod, because the node runs out of memory or disk: SIGTERM, SIGKILL
     * after the grace period, and the pod has failed. The operator makes a new one unless the
     * restart policy is {@code NEVER}.
     */
    EVICT,
    /** It starts late, as when its image is still being pulled. */
    DELAY
  }

  Fault() {}

  /** What happens. */
  public abstract Action action();

  /** To which replica. */
  public abstract Replica replica();

  /** At which step, as the replica reports it; null if {@link #after} says when. */
  public abstract @Nullable Long step();

  /**
   * How long after the first start of the replica, or how late; null if {@link #step} says when.
   */
  public abstract @Nullable Duration after();

  /** How long a freeze lasts; null for ever and for other actions. */
  public abstract @Nullable Duration length();

  /** A kill when the replica reports this step or a later one. */
  public static Fault kill(Replica replica, long step) {
    return of(Action.KILL, replica, step, null, null);
  }

  /** A kill so long after the replica's first start. */
  public static Fault kill(Replica replica, Duration after) {
    return of(Action.KILL, replica, null, after, null);
  }

  /** A freeze when the replica reports this step or a later one; length null for ever. */
  public static Fault freeze(Replica replica, long step, @Nullable Duration length) {
    return of(Action.FREEZE, replica, step, null, length);
  }

  /** A freeze so long after the replica's first start; length null for ever. */
  public static Fault freeze(Replica replica, Duration after, @Nullable Duration length) {
    return of(Action.FREEZE, replica, null, after, length);
  }

  /** A deleted pod when the replica reports this step or a later one. */
  public static Fault delete(Replica replica, long step) {
    return of(Action.DELETE, replica, step, null, null);
  }

  /** A deleted pod so long after the replica's first start. */
  public static Fault delete(Replica replica, Duration after) {
    return of(Action.DELETE, replica, null, after, null);
  }

  /** A drained node when the replica reports this step or a later one. */
  public static Fault drain(Replica replica, long step) {
    return of(Action.DRAIN, replica, step, null, null);
  }

  /** A drained node so long after the replica's first start. */
  public static Fault drain(Replica replica, Duration after) {
    return of(Action.DRAIN, replica, null, after, null);
  }

  /** An evicted pod when the replica reports this step or a later one. */
  public static Fault evict(Replica replica, long step) {
    return of(Action.EVICT, replica, step, null, null);
  }

  /** An evicted pod so long after the replica's first start. */
  public static Fault evict(Replica replica, Duration after) {
    return of(Action.EVICT, replica, null, after, null);
  }

  /** A first start that comes so late. */
  public static Fault delay(Replica replica, Duration late) {
    return of(Action.DELAY, replica, null, late, null);
  }

  private static Fault of(
      Action action,
      Replica replica,
      @Nullable Long step,
      @Nullable Duration after,
      @Nullable Duration length) {
    if (step != null && step < 0) {
      throw new IllegalArgumentException(
          "step of " + replica + " is " + step + ", but steps are counted from 0: use 0 or more");
    }
    checkDuration(replica, after);
    checkDuration(replica, length);
    return new AutoValue_Fault(action, replica, step, after, length);
  }

  private static void checkDuration(Replica replica, @Nullable Duration duration) {
    if (duration != null && (duration.isNegative() || duration.toNanosPart() % 1_000_000 != 0)) {
      throw new IllegalArgumentException(
          "duration of a fault of "
              + replica
              + " is "
              + duration
              + ", but faults are timed in whole milliseconds: use PT0S or more");
    }
  }

  /**
   * Reads a fault in its written form.
   *
   * @throws IllegalArgumentException if the text does not have the form, or says something that the
   *     action has no use for
   */
  public static Fault parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw refuse(text, "a fault is written [ACTION ]REPLICA@WHEN");
    }
    Action action = action(form.group(1), text);
    boolean isDelay = action == Action.DELAY;
    if (isDelay && form.group(4) == null) {
      throw refuse(text, "a start is delayed by a time, not until a step");
    }
    if (form.group(5) != null && action != Action.FREEZE) {
      throw refuse(text, "only a freeze has a length");
    }
    return of(
        action,
        Replica.parse(form.group(2)),
        form.group(3) == null ? null : Long.valueOf(form.group(3)),
        duration(form.group(4)),
        duration(form.group(5)));
  }

  /** The written form. */
  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder();
    if (action() != Action.KILL) {
      text.append(action().name().toLowerCase(Locale.ROOT)).append(' ');
    }
    text.append(replica()).append('@');
    Duration after = after();
    text.append(after == null ? String.valueOf(step()) : write(after));
    Duration length = length();
    return length == null ? text.toString() : text.append('+').append(write(length)).toString();
  }

  private static Action action(@Nullable String name, String text) {
    if (name == null) {
      return Action.KILL;
    }
    for (Action action : Action.values()) {
      if (action.name().toLowerCase(Locale.ROOT).equals(name)) {
        return action;
      }
    }
    throw refuse(text, "what happens is kill, freeze, delete, drain, evict or delay");
  }

  private static @Nullable Duration duration(@Nullable String text) {
    if (text == null) {
      return null;
    }
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static String write(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    return duration.toSecondsPart() == 0 && !duration.isZero()
        ? duration.toMinutes() + "m"
        : duration.toSeconds() + "s";
  }

  private static IllegalArgumentException refuse(String text, String rule) {
    return new IllegalArgumentException(
        "fault is \""
            + text.strip()
            + "\", but "
            + rule
            + ": write for example worker-1@200, worker-1@5s, freeze ps-0@200+3s or delay worker-1@5s");
  }
}
