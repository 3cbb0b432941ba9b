package org.flytekitplugins.tensorflow.distributed;

import java.util.HashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.tensorflow.distributed.internal.peer.LoopbackGuard;
import org.tensorflow.Server;
import org.tensorflow.proto.ClusterDef;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.JobDef;
import org.tensorflow.proto.ServerDef;

/**
 * The TensorFlow server of this replica. It lives as long as the process: TensorFlow cannot shut a
 * gRPC server down ({@code Server.close()} throws), so none is ever closed, and a second training
 * of the process finds the first one's.
 */
final class TrainingServer {
  private static final Map<String, Server> STARTED = new HashMap<>();

  private TrainingServer() {}

  /** Starts the server of this replica, unless it runs already. */
  static synchronized void start(ClusterShape cluster, ConfigProto config) {
    String address = cluster.address(cluster.self());
    if (STARTED.containsKey(address)) {
      return;
    }
    LoopbackGuard.start(address, System.getenv());
    Server server =
        new Server(
            ServerDef.newBuilder()
                .setCluster(clusterDef(cluster))
                .setJobName(cluster.self().type().lowerCaseName())
                .setTaskIndex(cluster.self().index())
                .setProtocol("grpc")
                .setDefaultSessionConfig(config)
                .build());
    server.start();
    STARTED.put(address, server);
  }

  // Evaluators are not in it: nobody may wait for them.
  private static ClusterDef clusterDef(ClusterShape cluster) {
    Map<String, JobDef.Builder> jobs = new HashMap<>();
    add(cluster, cluster.trainers(), jobs);
    add(cluster, cluster.servers(), jobs);
    ClusterDef.Builder def = ClusterDef.newBuilder();
    jobs.values().forEach(def::addJob);
    return def.build();
  }

  private static void add(
      ClusterShape cluster, Iterable<Replica> replicas, Map<String, JobDef.Builder> jobs) {
    for (Replica replica : replicas) {
      String job = replica.type().lowerCaseName();
      jobs.computeIfAbsent(job, name -> JobDef.newBuilder().setName(name))
          .putTasks(replica.index(), cluster.address(replica));
    }
  }
}
