package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;

/** The addresses of a job on this machine, and the {@code TF_CONFIG} that each replica gets. */
final class LoopbackCluster {
  private final SortedMap<Replica, String> addresses;
  private final List<Replica> started;

  private LoopbackCluster(SortedMap<Replica, String> addresses, List<Replica> started) {
    this.addresses = addresses;
    this.started = started;
  }

  /** A job of these replicas, on ports that are free now. */
  static LoopbackCluster of(String... replicas) {
    SortedMap<Replica, String> addresses = new TreeMap<>();
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (String replica : replicas) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        addresses.put(Replica.parse(replica), "127.0.0.1:" + socket.getLocalPort());
      }
      // All are held until the last is found, or one port might be found twice.
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LoopbackCluster(addresses, List.copyOf(addresses.keySet()));
  }

  /** The same job, of which one replica is never started. */
  LoopbackCluster without(String replica) {
    List<Replica> others = new ArrayList<>(started);
    others.remove(Replica.parse(replica));
    return new LoopbackCluster(addresses, others);
  }

  /** The replicas that shall be started. */
  List<Replica> replicas() {
    return started;
  }

  String address(String replica) {
    return addresses.get(Replica.parse(replica));
  }

  String tfConfig(Replica replica) {
    Map<ReplicaType, List<String>> byType = new LinkedHashMap<>();
    addresses.forEach(
        (member, address) ->
            byType.computeIfAbsent(member.type(), type -> new ArrayList<>()).add(address));
    String cluster =
        byType.entrySet().stream()
            .map(
                entry ->
                    "\""
                        + entry.getKey().lowerCaseName()
                        + "\":[\""
                        + String.join("\",\"", entry.getValue())
                        + "\"]")
            .collect(Collectors.joining(","));
    return String.format(
        "{\"cluster\":{%s},\"task\":{\"type\":\"%s\",\"index\":%d}}",
        cluster, replica.type().lowerCaseName(), replica.index());
  }

  TrainingContext context(String replica) {
    return TrainingContext.of(Map.of("TF_CONFIG", tfConfig(Replica.parse(replica))));
  }
}
