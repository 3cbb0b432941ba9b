package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * What was wrong, and in the first place, in one sentence, with where in the user's code it was. If
 * it was nowhere there, where the failure was thrown.
 */
public final class RootCause {
  private static final String CAUSED_BY = "Caused by: ";
  private static final String FRAME = "\tat ";
  private static final Pattern CODE =
      Pattern.compile("\tat (?:[^(]*/)?([^(/]+)\\.([^(.]+)\\((?:[^:)]*)(?::([0-9]+))?\\)");
  private static final Pattern RELAYED = Pattern.compile("([a-z]+-[0-9]+) failed: ");
  private static final Pattern CONSEQUENCE = Pattern.compile("\\R\\([a-z]+-[0-9]+ then failed: ");

  private RootCause() {}

  /** An exception and its innermost cause. */
  public static String of(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<List<StackTraceElement>> traces = new ArrayList<>();
    Throwable root = thrown;
    traces.add(List.of(root.getStackTrace()));
    while (root.getCause() != null && seen.add(root)) {
      root = root.getCause();
      traces.add(0, List.of(root.getStackTrace()));
    }
    if (root instanceof JflyteException || root instanceof TaskFailure) {
      return String.valueOf(root.getMessage());
    }
    return withCause(thrown.toString(), root.toString()) + place(traces);
  }

  // Wrappers that only repeat their cause have nothing to add.
  private static String withCause(String outer, String root) {
    return outer.contains(root) ? root : outer + ", caused by " + root;
  }

  private static String place(List<List<StackTraceElement>> traces) {
    StackTraceElement frame = UserCode.first(traces);
    if (frame == null && !traces.get(0).isEmpty()) {
      frame = traces.get(0).get(0);
    }
    return frame == null ? "" : " (at " + frame(frame) + ")";
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
    int root = 0;
    List<List<StackTraceElement>> traces = new ArrayList<>();
    traces.add(new ArrayList<>());
    for (int i = 1; i < lines.length; i++) {
      // Indented ones are of suppressed exceptions.
      if (lines[i].startsWith(CAUSED_BY)) {
        root = i;
        traces.add(0, new ArrayList<>());
      }
      StackTraceElement frame = frame(lines[i]);
      if (frame != null) {
        traces.get(0).add(frame);
      }
    }
    return (root == 0
            ? head(lines)
            : withCause(lines[0], lines[root].substring(CAUSED_BY.length())))
        + place(traces);
  }

  // A message may have several lines.
  private static String head(String[] lines) {
    StringBuilder sentence = new StringBuilder(lines[0]);
    for (int i = 1; i < lines.length && !lines[i].startsWith(FRAME); i++) {
      sentence.append(System.lineSeparator()).append(lines[i]);
    }
    return sentence.toString();
  }

  // 	at com.acme.Train.run(Train.java:12), perhaps with a class loader or module before the class
  private static @Nullable StackTraceElement frame(String line) {
    Matcher frame = CODE.matcher(line);
    if (!line.startsWith(FRAME) || !frame.matches()) {
      return null;
    }
    int number = frame.group(3) == null ? -1 : Integer.parseInt(frame.group(3));
    return new StackTraceElement(frame.group(1), frame.group(2), null, number);
  }
}
