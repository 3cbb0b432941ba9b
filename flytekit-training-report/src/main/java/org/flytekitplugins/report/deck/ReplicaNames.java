package org.flytekitplugins.report.deck;

import java.util.List;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;

/** The names of several replicas in a sentence: a few, and how many more. */
final class ReplicaNames {
  private static final int MOST = 4;

  private ReplicaNames() {}

  static String of(List<Replica> replicas) {
    String names =
        replicas.stream()
            .distinct()
            .limit(MOST)
            .map(Replica::toString)
            .collect(Collectors.joining(", "));
    long more = replicas.stream().distinct().count() - MOST;
    return more > 0 ? names + " and " + more + " more" : names;
  }
}
