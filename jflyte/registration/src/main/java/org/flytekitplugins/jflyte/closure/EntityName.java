package org.flytekitplugins.jflyte.closure;

import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the name of a task, workflow or launch plan: what flyteadmin refuses, and what would not
 * come out of its database as it went in.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/validation.go">flyteadmin's
 *     validation</a>
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/repositories/models/launch_plan.go">launch_plan.go</a>
 */
final class EntityName {
  private static final int LONGEST = 255;

  private EntityName() {}

  /**
   * Checks a name.
   *
   * @param kind what has it: {@code task}, {@code workflow}, {@code launch plan}
   * @throws JflyteException if Flyte cannot keep it
   */
  static void check(String kind, String name) {
    String fault = fault(name);
    if (fault != null) {
      throw new JflyteException(
          String.format(
              "a %s is named \"%s\", %s: name it after its class, or give it up to 255 printable"
                  + " characters",
              kind, printable(name), fault));
    }
  }

  private static @Nullable String fault(String name) {
    if (name.isBlank()) {
      return "which says nothing";
    }
    if (name.codePointCount(0, name.length()) > LONGEST) {
      return "which is longer than Flyte's names may be";
    }
    boolean printable = name.codePoints().allMatch(EntityName::isPrintable);
    return printable ? null : "which has a character that cannot be printed";
  }

  private static boolean isPrintable(int codePoint) {
    return !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.SURROGATE;
  }

  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(LONGEST)
        .forEach(
            codePoint -> {
              if (isPrintable(codePoint)) {
                text.appendCodePoint(codePoint);
              } else {
                text.append(String.format("\\u%04x", codePoint));
              }
            });
    return text.toString();
  }
}
