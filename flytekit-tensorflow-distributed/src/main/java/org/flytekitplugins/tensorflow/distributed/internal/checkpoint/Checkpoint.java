package org.flytekitplugins.tensorflow.distributed.internal.checkpoint;

import com.google.auto.value.AutoValue;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;

/** One line of the pointer file: a checkpoint that is complete, and how to know its files. */
@AutoValue
public abstract class Checkpoint {
  Checkpoint() {}

  /** The number of its place in the ring. */
  public abstract int slot();

  /** The step of the job. */
  public abstract long step();

  /** Whether it is the last of its training, and why. */
  public abstract End end();

  /** Whether it is the last of its training. */
  public final boolean isLast() {
    return end() != End.NONE;
  }

  /** Why a checkpoint is the last of its training. */
  public enum End {
    /** It is not. */
    NONE("false"),
    /** All steps are done. */
    ALL_STEPS("true"),
    /** The training has ended well before that. */
    EARLY("early");

    private final String text;

    End(String text) {
      this.text = text;
    }

    static End of(String text) {
      for (End end : values()) {
        if (end.text.equals(text)) {
          return end;
        }
      }
      throw new IllegalArgumentException("last is " + text);
    }
  }

  /** The SHA-256 of its files, by the end of their names. */
  public abstract SortedMap<String, String> digests();

  /** The steps that each replica has done. */
  public abstract SortedMap<Replica, Long> stepsPerReplica();

  public static Checkpoint create(
      int slot,
      long step,
      End end,
      Map<String, String> digests,
      Map<Replica, Long> stepsPerReplica) {
    return new AutoValue_Checkpoint(
        slot,
        step,
        end,
        Collections.unmodifiableSortedMap(new TreeMap<>(digests)),
        Collections.unmodifiableSortedMap(new TreeMap<>(stepsPerReplica)));
  }

  /** The checkpoint as a line of text. */
  public final String toLine() {
    return "slot="
        + slot()
        + " step="
        + step()
        + " last="
        + end().text
        + " files="
        + join(digests())
        + " steps="
        + join(stepsPerReplica());
  }

  private static String join(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ":" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #toLine} wrote.
   *
   * @throws IllegalArgumentException if the line is something else
   */
  public static Checkpoint ofLine(String line) {
    try {
      Map<String, String> fields = pairs(line, " ", "=");
      SortedMap<Replica, Long> steps = new TreeMap<>();
      pairs(field(fields, "steps"), ",", ":")
          .forEach((replica, count) -> steps.put(Replica.parse(replica), Long.valueOf(count)));
      return create(
          Integer.parseInt(field(fields, "slot")),
          Long.parseLong(field(fields, "step")),
          End.of(field(fields, "last")),
          pairs(field(fields, "files"), ",", ":"),
          steps);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the checkpoint pointer has the line \"" + line + "\", which is not of our form", e);
    }
  }

  private static String field(Map<String, String> fields, String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static Map<String, String> pairs(String text, String separator, String equals) {
    Map<String, String> pairs = new TreeMap<>();
    if (!text.isEmpty()) {
      for (String pair : text.split(separator, -1)) {
        int at = pair.indexOf(equals);
        if (at < 0) {
          throw new IllegalArgumentException("\"" + pair + "\" is not a pair");
        }
        pairs.put(pair.substring(0, at), pair.substring(at + 1));
      }
    }
    return pairs;
  }
}
