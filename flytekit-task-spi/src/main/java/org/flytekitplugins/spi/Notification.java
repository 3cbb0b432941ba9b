package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whom Flyte tells that an execution has ended. Flyte sends every kind by e-mail: of Slack and
 * PagerDuty, the recipients are the addresses that these give to a channel or a service.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/common.proto">common.proto</a>
 */
@AutoValue
public abstract class Notification {
  /** Where the recipients read it. */
  public enum Kind {
    /** E-mail. */
    EMAIL,
    /** Slack. */
    SLACK,
    /** PagerDuty. */
    PAGER_DUTY
  }

  /** How an execution can end. */
  public enum Phase {
    /** It has its outputs. */
    SUCCEEDED,
    /** A node failed for good. */
    FAILED,
    /** Somebody ended it. */
    ABORTED,
    /** It took longer than it may. */
    TIMED_OUT
  }

  Notification() {}

  /** Where the recipients read it. */
  public abstract Kind kind();

  /** The e-mail addresses; at least one. */
  public abstract List<String> recipients();

  /** The ends of an execution that are told; at least one. */
  public abstract Set<Phase> phases();

  /**
   * An e-mail when an execution has failed or timed out, or {@link #on} other ends.
   *
   * @throws IllegalArgumentException if an address is none
   */
  public static Notification email(String recipient, String... more) {
    return of(Kind.EMAIL, recipient, more);
  }

  /**
   * A message in Slack when an execution has failed or timed out, or {@link #on} other ends.
   *
   * @param recipient the e-mail address of a channel
   * @throws IllegalArgumentException if an address is none
   */
  public static Notification slack(String recipient, String... more) {
    return of(Kind.SLACK, recipient, more);
  }

  /**
   * An incident of PagerDuty when an execution has failed or timed out, or {@link #on} other ends.
   *
   * @param recipient the e-mail address of a service
   * @throws IllegalArgumentException if an address is none
   */
  public static Notification pagerDuty(String recipient, String... more) {
    return of(Kind.PAGER_DUTY, recipient, more);
  }

  /** The same for these ends of an execution only. */
  public final Notification on(Phase phase, Phase... more) {
    return new AutoValue_Notification(kind(), recipients(), unmodifiable(EnumSet.of(phase, more)));
  }

  private static Notification of(Kind kind, String recipient, String... more) {
    List<String> recipients = new ArrayList<>();
    recipients.add(recipient);
    recipients.addAll(Arrays.asList(more));
    for (String each : recipients) {
      int at = each.indexOf('@');
      if (at < 1 || at == each.length() - 1 || each.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            "notification.recipients has \""
                + each
                + "\": Flyte sends e-mail, also for Slack and PagerDuty, so write an address such as"
                + " team@example.com");
      }
    }
    return new AutoValue_Notification(
        kind,
        Collections.unmodifiableList(recipients),
        unmodifiable(EnumSet.of(Phase.FAILED, Phase.TIMED_OUT)));
  }

  private static Set<Phase> unmodifiable(EnumSet<Phase> phases) {
    return Collections.unmodifiableSet(phases);
  }
}
