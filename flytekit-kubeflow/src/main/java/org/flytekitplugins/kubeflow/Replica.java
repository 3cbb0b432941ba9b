package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.internal.Quoted;

/** One member of a training cluster, written as its pod's name ends: {@code worker-1}. */
@AutoValue
public abstract class Replica implements Comparable<Replica>, Serializable {
  private static final long serialVersionUID = 1L;

  private static final Pattern NAME = Pattern.compile("([a-z]+)-(0|[1-9][0-9]{0,9})");
  private static final Comparator<Replica> ORDER =
      Comparator.comparing(Replica::type).thenComparingInt(Replica::index);

  Replica() {}

  /** The role. */
  public abstract ReplicaType type();

  /** The place among the replicas of its role, from 0. */
  public abstract int index();

  /**
   * A replica by role and index.
   *
   * @throws IllegalArgumentException if the index is negative
   */
  public static Replica of(ReplicaType type, int index) {
    if (index < 0) {
      throw new IllegalArgumentException(
          "replica index is " + index + ", but replicas are counted from 0: use 0 or more");
    }
    return new AutoValue_Replica(type, index);
  }

  /**
   * A replica by its name.
   *
   * @throws IllegalArgumentException if it is not a role and an index, such as {@code worker-1}
   */
  public static Replica parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (matcher.matches() && Long.parseLong(matcher.group(2)) <= Integer.MAX_VALUE) {
      for (ReplicaType type : ReplicaType.values()) {
        if (type.lowerCaseName().equals(matcher.group(1))) {
          return of(type, Integer.parseInt(matcher.group(2)));
        }
      }
    }
    throw new IllegalArgumentException(
        "replica is "
            + Quoted.of(name)
            + ", but a replica is a role and an index: write for example worker-1 (roles: "
            + Arrays.stream(ReplicaType.values())
                .map(ReplicaType::lowerCaseName)
                .collect(Collectors.joining(", "))
            + ")");
  }

  /** By role, then by index. */
  @Override
  public int compareTo(Replica other) {
    return ORDER.compare(this, other);
  }

  @Override
  public final String toString() {
    return String.format(Locale.ROOT, "%s-%d", type().lowerCaseName(), index());
  }
}
