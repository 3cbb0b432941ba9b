package org.flytekitplugins.kubeflow.tasks;

import java.time.Duration;

/** A task whose extension breaks a rule. Not a service of every test. */
public final class SleepyTask extends ExtendedTask {
  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return "sleepy";
  }

  @Override
  public Duration getTimeout() {
    return Duration.ZERO;
  }
}
