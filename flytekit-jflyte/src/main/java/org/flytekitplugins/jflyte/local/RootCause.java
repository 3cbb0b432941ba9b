package org.flytekitplugins.jflyte.local;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.JflyteException;

/** What was wrong, and in the first place, in one sentence. */
final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";
  private static final String FRAME = "\tat ";
  private static final Pattern CODE =
      Pattern.compile("\tat (?:[^(]*/)?([^(/]+)\\.([^(.]+)\\((?:[^:)]*)(?::([0-9]+))?\\)");
  private static final Pattern RELAYED = Pattern.compile("([a-z]+-[0-9]+) failed: ");
  private static final Pattern CONSEQUENCE = Pattern.compile("\\R\\([a-z]+-[0-9]+ then failed: ");

  private RootCause() {}

  /** An exception and its innermost cause, with where that was thrown. */
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
    String place = frames.length == 0 ? "" : " (at " + frame(frames[0]) + ")";
    return withCause(thrown.toString(), root.toString()) + place;
  }

  // Wrappers that only repeat their cause have nothing to add.
  private static String withCause(String outer, String root) {
    return outer.contains(root) ? root : outer + ", caused by " + root;
  }

  private static String frame(StackTraceElement frame) {
    return frame.getLineNumber() < 0
        ? frame.getClassName() + "." + frame.getMethodName()
        : frame.getClassName() + ":" + frame.getLineNumber();
  }

  /**
   * The same of the message of an error document, which may hold a stack trace, after the name of
   * the replica that failed first, if the message begins with it; what others reported after it,
   * most likely in consequence, is left out.
   */
  static String ofText(String message) {
    Matcher relayed = RELAYED.matcher(message.strip());
    String replica = "";
    String text = message.strip();
    if (relayed.lookingAt()) {
      replica = relayed.group(1) + ": ";
      text = text.substring(relayed.end());
    }
    Matcher consequence = CONSEQUENCE.matcher(text);
    if (consequence.find()) {
      text = text.substring(0, consequence.start());
    }
    return replica + ofStackTrace(text.strip().split("\\R", -1));
  }

  private static String ofStackTrace(String[] lines) {
    for (int i = lines.length - 1; i > 0; i--) {
      // Indented ones are causes of suppressed exceptions.
      if (lines[i].startsWith(CAUSED_BY)) {
        return withCause(lines[0], lines[i].substring(CAUSED_BY.length())) + at(lines, i);
      }
    }
    StringBuilder sentence = new StringBuilder();
    int next = 0;
    for (; next < lines.length && !lines[next].startsWith(FRAME); next++) {
      sentence.append(next == 0 ? "" : System.lineSeparator()).append(lines[next]);
    }
    return sentence + at(lines, next - 1);
  }

  // 	at com.acme.Train.run(Train.java:12), perhaps with a class loader or module before the class
  private static String at(String[] lines, int before) {
    if (before + 1 >= lines.length || !lines[before + 1].startsWith(FRAME)) {
      return "";
    }
    Matcher frame = CODE.matcher(lines[before + 1]);
    if (!frame.matches()) {
      return "";
    }
    return frame.group(3) == null
        ? " (at " + frame.group(1) + "." + frame.group(2) + ")"
        : " (at " + frame.group(1) + ":" + frame.group(3) + ")";
  }
}
