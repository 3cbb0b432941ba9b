package org.flytekitplugins.jflyte.testing;

import java.util.Map;
import java.util.TreeMap;

/** How many calls a {@link LocalFlyteAdmin} got, those that it failed too. */
public final class CallLog {
  private final Map<String, Integer> byMethod = new TreeMap<>();
  private int total;
  private int underWay;
  private int greatestConcurrency;
  private int unauthenticated;

  CallLog() {}

  /** How many calls there were that came with a token where one is required. */
  public synchronized int total() {
    return total;
  }

  /**
   * How many calls of a method there were.
   *
   * @param method as in the protocol, like {@code CreateTask}
   * @return zero or more
   */
  public synchronized int of(String method) {
    return byMethod.getOrDefault(method, 0);
  }

  /** How many calls were under way at the same time, at most. */
  public synchronized int greatestConcurrency() {
    return greatestConcurrency;
  }

  /** How many calls were refused because of their token; {@link #total} does not count them. */
  public synchronized int unauthenticated() {
    return unauthenticated;
  }

  /** All counts start at zero again. */
  public synchronized void reset() {
    byMethod.clear();
    total = 0;
    greatestConcurrency = underWay;
    unauthenticated = 0;
  }

  synchronized void begin(String method) {
    byMethod.merge(method, 1, Integer::sum);
    total++;
    underWay++;
    greatestConcurrency = Math.max(greatestConcurrency, underWay);
  }

  synchronized void end() {
    underWay--;
  }

  synchronized void refuse() {
    unauthenticated++;
  }
}
