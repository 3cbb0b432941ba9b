package org.flytekitplugins.jflyte.explain;

import org.jspecify.annotations.Nullable;

/**
 * A line of the user's code.
 *
 * @param className the class that it is compiled to
 * @param file the name of the file, without its folder
 * @param number the number of the line, from 1
 */
public record SourceLine(String className, String file, int number) {
  /** The line of an element of a stack trace; null if it names none. */
  public static @Nullable SourceLine of(@Nullable StackTraceElement element) {
    if (element == null || element.getLineNumber() < 1) {
      return null;
    }
    String file = element.getFileName();
    return file == null
        ? null
        : new SourceLine(element.getClassName(), file, element.getLineNumber());
  }

  /** Where the file is below its folder of sources: {@code com/acme/TrainDigits.java}. */
  public String path() {
    int end = className.lastIndexOf('.') + 1;
    return className.substring(0, end).replace('.', '/') + file;
  }

  /** As a stack trace has it: {@code TrainDigits.java:31}. */
  @Override
  public String toString() {
    return file + ":" + number;
  }
}
