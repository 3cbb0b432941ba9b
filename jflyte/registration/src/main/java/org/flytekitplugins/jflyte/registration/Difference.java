package org.flytekitplugins.jflyte.registration;

import java.util.ArrayList;
import java.util.List;

/**
 * A field that differs.
 *
 * @param path where it is, like {@code template.container.args[2]}
 * @param registered what flyteadmin has, quoted if it is a text; {@code nothing} if it has none
 * @param here what the package has
 */
public record Difference(String path, String registered, String here) {
  private static final int SHOWN = 20;

  /** Like {@code template.container.args[2]: registered "a", here "b"}. */
  @Override
  public String toString() {
    return path + ": registered " + registered + ", here " + here;
  }

  /** Differences, each on a line of its own; of more than 20 the rest is counted. */
  static String lines(List<Difference> differences) {
    List<String> lines = new ArrayList<>();
    for (Difference difference : differences) {
      if (lines.size() == SHOWN) {
        lines.add("  and " + (differences.size() - SHOWN) + " more");
        break;
      }
      lines.add("  " + difference);
    }
    return String.join("\n", lines);
  }
}
