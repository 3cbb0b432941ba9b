package org.flytekitplugins.client.internal.admin;

/** Answers calls where there is no flyteadmin. */
@FunctionalInterface
public interface OtherFlyte {
  /**
   * Whoever answers.
   *
   * @param flyteadmin who answers if there is one
   * @param settings how calls are made
   */
  FlyteadminCalls or(FlyteadminCalls flyteadmin, CallSettings settings);
}
