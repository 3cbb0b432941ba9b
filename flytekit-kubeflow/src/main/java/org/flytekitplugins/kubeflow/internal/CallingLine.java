package org.flytekitplugins.kubeflow.internal;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the user's code has called ours: kept when it does, and made out when somebody asks. */
public final class CallingLine {
  /** Ours, between a call of the user's and the job that comes of it. */
  private static final List<String> OURS =
      List.of(
          "org.flytekitplugins.kotlin.",
          "org.flytekitplugins.kubeflow.",
          "org.flytekitplugins.pytorch.",
          "org.flytekitplugins.tensorflow.");

  // The start of every replica builds a job and asks nothing: the trace is not read before, and
  // StackWalker, which has to be, would cost it 4 ms when it is used first.
  private final Throwable made = new Throwable();

  private CallingLine() {}

  /** The line that calls whoever calls this. */
  public static CallingLine here() {
    return new CallingLine();
  }

  /** The innermost call that is in no builder of jobs; null if there is none. */
  public @Nullable StackTraceElement element() {
    return Stream.of(made.getStackTrace())
        .filter(call -> OURS.stream().noneMatch(call.getClassName()::startsWith))
        .findFirst()
        .orElse(null);
  }
}
