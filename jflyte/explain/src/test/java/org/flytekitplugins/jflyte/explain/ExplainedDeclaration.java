package org.flytekitplugins.jflyte.explain;

import org.flytekitplugins.jflyte.explain.internal.DeclaredTask;

/** Explains what tests of single rules declare. */
public final class ExplainedDeclaration {
  private ExplainedDeclaration() {}

  public static Explanation of(DeclaredTask task, Platform platform) {
    return Explanation.of(task, platform);
  }
}
