package org.flytekitplugins.client.internal.admin;

import com.google.auto.value.AutoValue;
import java.time.Duration;

/** Hears what a user should know while calls take long. Called by any thread; must not wait. */
public interface AdminListener {
  /** Hears nothing. */
  AdminListener NONE = retry -> {};

  /**
   * A call failed and will be tried again.
   *
   * @param retry what, why and when
   */
  void retrying(Retry retry);

  /** A call that will be tried again. */
  @AutoValue
  abstract class Retry {
    Retry() {}

    /**
     * A call that will be tried again.
     *
     * @param call what was asked, like {@code CreateTask}
     * @param tried how often it was tried
     * @param tries how often it will be, at most
     * @param pause how long until the next try
     * @param reason why it failed, as a part of a sentence
     */
    public static Retry of(String call, int tried, int tries, Duration pause, String reason) {
      return new AutoValue_AdminListener_Retry(call, tried, tries, pause, reason);
    }

    /** What was asked, like {@code CreateTask}. */
    public abstract String call();

    /** How often it was tried. */
    public abstract int tried();

    /** How often it will be, at most. */
    public abstract int tries();

    /** How long until the next try. */
    public abstract Duration pause();

    /** Why it failed, as a part of a sentence. */
    public abstract String reason();
  }
}
