package org.flytekitplugins.jflyte.execution.failure;

import java.util.List;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.jspecify.annotations.Nullable;

/**
 * Tells in stack traces which code is the user's. The method that flytekit-java has called is, and
 * so is code of its organisation, which is the first two parts of its package; failing that,
 * whatever is not of a library that every task runs on.
 */
final class UserCode {
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "org.flyte.",
          "org.flytekitplugins.",
          "com.fasterxml.jackson.",
          "com.google.common.",
          "com.google.protobuf.",
          "io.grpc.");

  /** Ours, but written as a user's. */
  private static final String EXAMPLES = "org.flytekitplugins.examples.";

  private static final String FLYTEKIT = "org.flyte.flytekit";

  private UserCode() {}

  /**
   * The frame of the user's code that is nearest to the failure.
   *
   * @param traces those of an exception's causes and its own, the innermost first
   * @return null if there is none
   */
  static @Nullable StackTraceElement first(List<List<StackTraceElement>> traces) {
    String organisation = organisation(traces.get(traces.size() - 1));
    if (organisation != null) {
      for (List<StackTraceElement> trace : traces) {
        for (StackTraceElement frame : trace) {
          if (frame.getClassName().startsWith(organisation) && !isLibrary(frame)) {
            return frame;
          }
        }
      }
    }
    for (List<StackTraceElement> trace : traces) {
      for (StackTraceElement frame : trace) {
        if (!isLibrary(frame)) {
          return frame;
        }
      }
    }
    return null;
  }

  // Of the outermost trace: only that reaches down to who called the task.
  private static @Nullable String organisation(List<StackTraceElement> trace) {
    for (int i = 1; i < trace.size(); i++) {
      if (trace.get(i).getClassName().startsWith(FLYTEKIT)) {
        String task = trace.get(i - 1).getClassName();
        int dot = task.indexOf('.', task.indexOf('.') + 1);
        return dot < 0 ? null : task.substring(0, dot + 1);
      }
    }
    return null;
  }

  private static boolean isLibrary(StackTraceElement frame) {
    String name = frame.getClassName();
    if (name.startsWith(EXAMPLES)) {
      return false;
    }
    for (String library : LIBRARIES) {
      if (name.startsWith(library)) {
        return true;
      }
    }
    for (JobKind kind : JobKinds.own().all()) {
      if (kind.isLibrary(name)) {
        return true;
      }
    }
    return false;
  }
}
