package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.allreduce.internal.mesh.HostPort;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.internal.ClusterInWords;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerProbe;

/** Waits until peers listen, and says at the deadline who does not. */
final class StartBarrier {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final ClusterShape cluster;
  private final Duration limit;
  private final Deadline deadline;

  StartBarrier(ClusterShape cluster, Duration limit) {
    this.cluster = cluster;
    this.limit = limit;
    this.deadline = Deadline.in(limit);
  }

  /**
   * Waits for some peers.
   *
   * @throws BarrierTimeoutException if one of them is not up at the deadline
   */
  void await(Collection<Replica> peers) {
    while (true) {
      Map<Replica, IOException> missing = missing(peers);
      if (missing.isEmpty()) {
        return;
      }
      if (deadline.hasPassed()) {
        throw timeout(missing);
      }
      Deadline.pause(PAUSE);
    }
  }

  /** Pauses while something else than a connection is waited for, that of some peer to be up. */
  void pauseFor(Replica peer, String what) {
    if (deadline.hasPassed()) {
      Map<Replica, IOException> missing = missing(everyone());
      if (missing.isEmpty()) {
        missing.put(peer, new IOException("it is up, but has not " + what));
      }
      throw timeout(missing);
    }
    Deadline.pause(PAUSE);
  }

  private Map<Replica, IOException> missing(Collection<Replica> peers) {
    Map<Replica, IOException> missing = new LinkedHashMap<>();
    for (Replica peer : peers) {
      IOException failure =
          peer.equals(cluster.self()) ? null : PeerProbe.failure(cluster.address(peer));
      if (failure != null) {
        missing.put(peer, failure);
      }
    }
    return missing;
  }

  private BarrierTimeoutException timeout(Map<Replica, IOException> missing) {
    String who =
        missing.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + " ("
                        + cluster.address(entry.getKey())
                        + "): "
                        + HostPort.describe(entry.getValue()))
            .collect(Collectors.joining(", "));
    // Whoever was not asked for may be missing as well.
    Map<Replica, IOException> all = missing(everyone());
    missing.keySet().forEach(replica -> all.putIfAbsent(replica, missing.get(replica)));
    return new BarrierTimeoutException(
        "waited "
            + DurationText.limit(limit)
            + " for "
            + who
            + "; "
            + present(everyone(), all.keySet())
            + " up",
        List.copyOf(missing.keySet()),
        missing.values().iterator().next());
  }

  private List<Replica> everyone() {
    List<Replica> everyone = new ArrayList<>(cluster.trainers());
    everyone.addAll(cluster.servers());
    return everyone;
  }

  /** Who is up, by role: {@code chief, ps-0 and 1 of 2 workers are}. */
  static String present(Collection<Replica> everyone, Collection<Replica> missing) {
    Map<ReplicaType, List<Replica>> byType = new LinkedHashMap<>();
    // Leaders and servers before the many.
    Comparator<Replica> workersLast = Comparator.comparing(r -> r.type() == ReplicaType.WORKER);
    everyone.stream()
        .sorted(workersLast.thenComparing(Comparator.naturalOrder()))
        .forEach(r -> byType.computeIfAbsent(r.type(), type -> new ArrayList<>()).add(r));
    List<String> parts = new ArrayList<>();
    int count = 0;
    for (Map.Entry<ReplicaType, List<Replica>> entry : byType.entrySet()) {
      List<Replica> members = entry.getValue();
      int up = (int) members.stream().filter(r -> !missing.contains(r)).count();
      count += up;
      ReplicaType role = entry.getKey();
      if (up > 0 && members.size() > 1) {
        String counted = ClusterInWords.counted(members.size(), role);
        parts.add(up + " of " + members.size() + " " + counted);
      } else if (up > 0) {
        parts.add(role == ReplicaType.CHIEF ? role.lowerCaseName() : members.get(0).toString());
      }
    }
    int last = parts.size() - 1;
    return (last > 0
            ? String.join(", ", parts.subList(0, last)) + " and " + parts.get(last)
            : parts.isEmpty() ? "nobody" : parts.get(0))
        + (count > 1 ? " are" : " is");
  }
}
