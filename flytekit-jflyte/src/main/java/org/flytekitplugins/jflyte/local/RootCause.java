package org.flytekitplugins.jflyte.local;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;

/** What was wrong in the first place, in one sentence. */
final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";

  private RootCause() {}

  /** The innermost cause of an exception, with where in the user's code it was thrown. */
  static String of(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Throwable root = thrown;
    while (root.getCause() != null && seen.add(root)) {
      root = root.getCause();
    }
    if (root instanceof JflyteException || root instanceof TaskFailure) {
      return String.valueOf(root.getMessage());
    }
    StackTraceElement[] frames = root.getStackTrace();
    return frames.length == 0 ? root.toString() : root + " (at " + frame(frames[0]) + ")";
  }

  private static String frame(StackTraceElement frame) {
    return frame.getFileName() == null
        ? frame.getClassName() + "." + frame.getMethodName()
        : frame.getFileName() + ":" + frame.getLineNumber();
  }

  /**
   * The innermost cause in a text that may hold a stack trace, as the message of an error document
   * does.
   */
  static String ofText(String message) {
    String[] lines = message.strip().split("\\R", -1);
    String role = role(lines[0]);
    for (int i = lines.length - 1; i > 0; i--) {
      int cause = lines[i].indexOf(CAUSED_BY);
      // Indented ones are causes of suppressed exceptions.
      if (cause == 0) {
        String sentence = lines[i].substring(CAUSED_BY.length());
        return sentence.startsWith(role) ? sentence : role + sentence;
      }
    }
    StringBuilder first = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("\tat ") || line.startsWith("    at ")) {
        break;
      }
      first.append(first.length() == 0 ? "" : System.lineSeparator()).append(line);
    }
    return first.toString();
  }

  // worker-1: java.lang.IllegalStateException: …
  private static String role(String line) {
    int colon = line.indexOf(": ");
    return colon > 0 && line.substring(0, colon).matches("[a-z]+-[0-9]+")
        ? line.substring(0, colon + 2)
        : "";
  }
}
