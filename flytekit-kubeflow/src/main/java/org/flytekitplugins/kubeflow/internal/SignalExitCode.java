package org.flytekitplugins.kubeflow.internal;

/** The exit codes of processes that a signal has ended: 128 and the signal's number. */
public final class SignalExitCode {
  /** After SIGKILL. */
  public static final int KILLED = 128 + 9;

  /** After SIGTERM. */
  public static final int TERMINATED = 128 + 15;

  private SignalExitCode() {}
}
