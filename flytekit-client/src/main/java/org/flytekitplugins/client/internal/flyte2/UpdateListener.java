package org.flytekitplugins.client.internal.flyte2;

/**
 * Hears of the actions below another one, each update at least once. Called by one thread of the
 * connection at a time; what comes next waits.
 */
public interface UpdateListener {
  /** An action is in this phase: now, or at the begin of the watch. */
  void updated(ActionUpdate update);

  /** All that there was at the begin of the watch has been told. */
  default void caughtUp() {}
}
