package org.flytekitplugins.jflyte.admin;

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

  /**
   * A call that will be tried again.
   *
   * @param call what was asked, like {@code CreateTask}
   * @param tried how often it was tried
   * @param tries how often it will be, at most
   * @param pause how long until the next try
   * @param reason why it failed, as a part of a sentence
   */
  record Retry(String call, int tried, int tries, Duration pause, String reason) {}
}
