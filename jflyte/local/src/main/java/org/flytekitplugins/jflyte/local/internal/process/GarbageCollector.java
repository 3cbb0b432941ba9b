package org.flytekitplugins.jflyte.local.internal.process;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The collector of a JVM, of which nobody may choose two: a JVM does not start then. */
public final class GarbageCollector {
  /** Where options of a JVM come from besides its command line. */
  private static final List<String> VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final Pattern CHOICE = Pattern.compile("-XX:\\+Use[A-Za-z0-9]+GC\\b");

  private GarbageCollector() {}

  /** Whether the environment of a JVM or its options choose one. */
  public static boolean isChosen(Map<String, String> environment, List<String> options) {
    return Stream.concat(VARIABLES.stream().map(environment::get), options.stream())
        .filter(Objects::nonNull)
        .anyMatch(text -> CHOICE.matcher(text).find());
  }
}
