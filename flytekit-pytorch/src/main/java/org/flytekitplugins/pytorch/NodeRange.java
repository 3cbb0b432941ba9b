package org.flytekitplugins.pytorch;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.InvalidFieldException;

/** How many nodes train together, at least and at most; or one that is a plain task and no job. */
@AutoValue
abstract class NodeRange implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How one node is a job. */
  static final String FOR_A_JOB = "use nnodes \"1:1\" for a job of one worker";

  private static final String FIELD = "nnodes";
  private static final Pattern FORM =
      Pattern.compile("\\s*(?<least>[0-9]+)\\s*(?::\\s*(?<most>[0-9]+)\\s*)?");

  NodeRange() {}

  abstract int least();

  abstract int most();

  abstract boolean isPlain();

  /** A number of nodes; 1 is a plain task. */
  static NodeRange of(int nodes) {
    checkLeast(nodes, nodes);
    return new AutoValue_NodeRange(nodes, nodes, nodes == 1);
  }

  /** The nodes of a job, as torchrun takes them. */
  static NodeRange parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidFieldException(
          FIELD,
          text,
          "that is neither a number of nodes nor the least and the most of them",
          "write for example 2 or 1:3");
    }
    int least = number(text, matcher.group("least"));
    int most = matcher.group("most") == null ? least : number(text, matcher.group("most"));
    checkLeast(text, least);
    if (least > most) {
      throw new InvalidFieldException(
          FIELD, text, "the least comes first", "write " + most + ":" + least);
    }
    return new AutoValue_NodeRange(least, most, /* isPlain= */ false);
  }

  private static int number(String text, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(
          FIELD, text, "a job has at most " + Integer.MAX_VALUE + " replicas", "ask for fewer");
    }
  }

  private static void checkLeast(Object nodes, int least) {
    if (least < 1) {
      throw new InvalidFieldException(
          FIELD, nodes, "nothing trains on less than one node", "use 1 or more");
    }
  }

  @Override
  public final String toString() {
    return isPlain() ? "1" : least() + ":" + most();
  }
}
