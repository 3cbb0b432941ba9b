package org.flytekitplugins.jflyte.closure;

import java.util.List;
import org.flytekitplugins.jflyte.artifact.Artifact;

/** Where a pod finds the package whose task it shall run. */
public sealed interface PackageSource {
  /**
   * In a blob store; every pod downloads it.
   *
   * @param artifacts the files of the package
   */
  record Staged(List<Artifact> artifacts) implements PackageSource {
    /** Keeps a copy that nobody can change. */
    public Staged {
      artifacts = List.copyOf(artifacts);
    }
  }

  /**
   * In the image itself.
   *
   * @param classPath entries joined by {@code :}, each a jar, a folder of classes or {@code DIR/*}
   */
  record InImage(String classPath) implements PackageSource {}

  /** Nowhere yet: the templates tell what a package holds, but no pod could run its tasks. */
  record Unstaged() implements PackageSource {}
}
