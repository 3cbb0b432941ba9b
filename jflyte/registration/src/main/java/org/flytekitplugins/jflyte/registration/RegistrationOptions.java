package org.flytekitplugins.jflyte.registration;

import org.flytekitplugins.jflyte.JflyteException;

/**
 * How a registration goes.
 *
 * @param concurrency how many entities are under way at a time, 1 or more
 * @param activateLaunchPlans whether launch plans are activated, which begins their schedules and
 *     ends those of earlier versions
 * @param listener who hears how far it is
 */
public record RegistrationOptions(
    int concurrency, boolean activateLaunchPlans, RegistrationListener listener) {
  /**
   * How many entities are under way at a time unless somebody says otherwise: fewer than the 100
   * calls that the proxies in front of flyteadmin let through one connection at a time.
   */
  public static final int DEFAULT_CONCURRENCY = 96;

  /** Refuses a concurrency that is none. */
  public RegistrationOptions {
    if (concurrency < 1) {
      throw new JflyteException(
          "concurrency " + concurrency + " is too small: give a number of 1 or more");
    }
  }

  /** The default concurrency, nothing activated, nobody listening. */
  public static RegistrationOptions defaults() {
    return new RegistrationOptions(DEFAULT_CONCURRENCY, false, RegistrationListener.NONE);
  }

  /** The same with another concurrency. */
  public RegistrationOptions withConcurrency(int other) {
    return new RegistrationOptions(other, activateLaunchPlans, listener);
  }

  /** The same with launch plans activated or not. */
  public RegistrationOptions withActivateLaunchPlans(boolean other) {
    return new RegistrationOptions(concurrency, other, listener);
  }

  /** The same with another listener. */
  public RegistrationOptions withListener(RegistrationListener other) {
    return new RegistrationOptions(concurrency, activateLaunchPlans, other);
  }
}
