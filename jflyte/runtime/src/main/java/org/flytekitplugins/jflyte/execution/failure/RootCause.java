package org.flytekitplugins.jflyte.execution.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/**
 * What was wrong, and in the first place, with where in the user's code it was. If it was nowhere
 * there, where the failure was thrown.
 */
public final class RootCause {
  private RootCause() {}

  /** An exception and its innermost cause, in one sentence. */
  public static String of(Throwable thrown) {
    return chain(thrown).sentence();
  }

  /** An exception and its causes. */
  static ExceptionChain chain(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<ThrownException> exceptions = new ArrayList<>();
    List<List<StackTraceElement>> traces = new ArrayList<>();
    for (Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      String message = t.getMessage();
      if (isSentence(t) && message != null) {
        return ExceptionChain.of(
            List.of(ThrownException.of(t.getClass().getName(), message, message)), null);
      }
      exceptions.add(ThrownException.of(t.getClass().getName(), message, text(t, thrown)));
      traces.add(0, List.of(t.getStackTrace()));
    }
    return ExceptionChain.of(exceptions, line(traces));
  }

  /**
   * Whether it says what is wrong and what to do: neither its place nor its cause would add to it.
   */
  static boolean isSentence(Throwable thrown) {
    return thrown instanceof SentenceException
        || thrown instanceof PluginNotEnabledException
        || thrown instanceof LaunchException
        || thrown instanceof LostLeaderException;
  }

  // The message of an error that is made for the console is what its author wants to be read there.
  private static String text(Throwable t, Throwable outermost) {
    String message = t.getMessage();
    if (t == outermost && t instanceof ContainerError && message != null) {
      return message;
    }
    String text = t.toString();
    // Below a message of one line stands what is for stack traces, such as Python's own.
    int end = message == null || message.indexOf('\n') >= 0 ? -1 : text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static @Nullable CodeLine line(List<List<StackTraceElement>> traces) {
    StackTraceElement frame = UserCode.first(traces);
    if (frame == null && !traces.get(0).isEmpty()) {
      frame = traces.get(0).get(0);
    }
    return frame == null
        ? null
        : CodeLine.of(frame.getClassName(), frame.getMethodName(), frame.getLineNumber());
  }
}
