package org.flytekitplugins.jflyte.explain.internal;

import org.flytekitplugins.jflyte.Flyte;

/**
 * Where the job of an attempt will be, with placeholders for what an execution decides.
 *
 * @param name its name, but for nodes within others
 * @param namespace its namespace, unless an installation names it otherwise
 * @param longest how long the name may be
 */
public record JobPlace(String name, String namespace, int longest) {
  /** Longer ones Flyte 1 makes a hash of. */
  private static final int LONGEST_OF_ONE = 50;

  /** A run has up to 30 letters, and nobody tries again a thousand times. */
  private static final int LONGEST_OF_TWO = 30 + "-a0-999".length();

  /** That of a job that a Flyte makes. */
  public static JobPlace of(Flyte flyte) {
    return switch (flyte) {
      case ONE ->
          new JobPlace("<execution>-<node>-<attempt>", "<project>-<domain>", LONGEST_OF_ONE);
      case TWO -> new JobPlace("<run>-a0-<retry>", "flyte", LONGEST_OF_TWO);
    };
  }
}
