package org.flytekitplugins.kubeflow.failure;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An exception with its causes and the line of code where it went wrong. It is as long as whoever
 * reads it needs: of a chain of more than {@value #LONGEST} those before the innermost are left
 * out.
 */
@AutoValue
public abstract class ExceptionChain {
  /** How many exceptions it has at most. */
  public static final int LONGEST = 8;

  ExceptionChain() {}

  /** The exception and its causes, the innermost last; at least one. */
  public abstract List<ThrownException> exceptions();

  /**
   * The line of the user's code that is nearest to the failure; if it was nowhere there, where the
   * innermost exception was thrown; null if it is not known, or of no use.
   */
  public abstract @Nullable CodeLine line();

  /**
   * A chain.
   *
   * @param exceptions the innermost last
   * @throws IllegalArgumentException if there is none
   */
  public static ExceptionChain of(List<ThrownException> exceptions, @Nullable CodeLine line) {
    if (exceptions.isEmpty()) {
      throw new IllegalArgumentException(
          "a chain has no exceptions, but something was thrown: give at least that");
    }
    List<ThrownException> kept = new ArrayList<>(exceptions);
    if (kept.size() > LONGEST) {
      kept.subList(LONGEST - 1, kept.size() - 1).clear();
    }
    return new AutoValue_ExceptionChain(Collections.unmodifiableList(kept), line);
  }

  /** What was wrong, and in the first place, in one sentence, with where in the code it was. */
  public String sentence() {
    String thrown = exceptions().get(0).text();
    String root = exceptions().get(exceptions().size() - 1).text();
    // Wrappers that only repeat their cause have nothing to add.
    String what = thrown.contains(root) ? root : thrown + ", caused by " + root;
    return line() == null ? what : what + " (at " + line() + ")";
  }
}
