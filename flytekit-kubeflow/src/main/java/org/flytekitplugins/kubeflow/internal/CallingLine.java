package org.flytekitplugins.kubeflow.internal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the user's code has called ours: kept when it does, and made out when somebody asks. */
public final class CallingLine {
  /** Ours, between a call of the user's and the job that comes of it, whatever the framework. */
  private static final List<String> OURS =
      List.of("org.flytekitplugins.kotlin.", "org.flytekitplugins.kubeflow.");

  // The start of every replica builds a job and asks nothing: the trace is not read before, and
  // StackWalker, which has to be, would cost it 4 ms when it is used first.
  private final Throwable made = new Throwable();
  private final String frameworks;

  private CallingLine(String frameworks) {
    this.frameworks = frameworks;
  }

  /**
   * The line that has a job made, which is being made.
   *
   * @param job its class: what is in the same package, or below, is its framework's
   */
  public static CallingLine of(Class<?> job) {
    return new CallingLine(job.getPackageName() + ".");
  }

  /** The innermost call that is not in our code; null if there is none. */
  public @Nullable StackTraceElement element() {
    return Stream.of(made.getStackTrace())
        .filter(call -> !isOurs(call.getClassName()))
        .findFirst()
        .orElse(null);
  }

  private boolean isOurs(String className) {
    return className.startsWith(frameworks) || OURS.stream().anyMatch(className::startsWith);
  }
}
