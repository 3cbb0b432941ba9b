package org.flytekitplugins.pytorch.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;

/**
 * Writes what the operator tells the replicas of a PyTorchJob, byte for byte and in its order.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/pytorch/envvar.go">envvar.go</a>
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/controller.v1/pytorch/elastic.go">elastic.go</a>
 */
final class TorchVariablesWriter {
  private static final Replica MASTER = Replica.of(ReplicaType.MASTER, 0);
  private static final Replica FIRST_WORKER = Replica.of(ReplicaType.WORKER, 0);

  private final TrainingCluster cluster;
  private final SortedMap<Replica, String> addresses;
  private final Map<String, String> variables = new LinkedHashMap<>();

  private TorchVariablesWriter(TrainingCluster cluster, SortedMap<Replica, String> addresses) {
    this.cluster = cluster;
    this.addresses = addresses;
  }

  static Map<String, String> write(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses) {
    return new TorchVariablesWriter(cluster, addresses).write(replica);
  }

  private Map<String, String> write(Replica replica) {
    variables.put("PYTHONUNBUFFERED", "1");
    if (cluster.size(ReplicaType.MASTER) > 0) {
      addMaster();
      addRank(replica.type() == ReplicaType.MASTER ? 0 : replica.index() + 1);
    }
    Optional<ElasticConfig> elastic = ElasticConfig.of(cluster);
    if (elastic.isPresent()) {
      addElastic(elastic.get());
    } else {
      variables.put("PET_NPROC_PER_NODE", "auto");
      variables.put("PET_NNODES", Integer.toString(cluster.size()));
    }
    return Collections.unmodifiableMap(variables);
  }

  private void addMaster() {
    String address = address(MASTER);
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    // Beside a port of its own, an IPv6 address has no brackets.
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    variables.put("MASTER_PORT", port);
    variables.put("PET_MASTER_PORT", port);
    variables.put("MASTER_ADDR", host);
    variables.put("PET_MASTER_ADDR", host);
  }

  private void addRank(int rank) {
    variables.put("WORLD_SIZE", Integer.toString(cluster.size()));
    variables.put("RANK", Integer.toString(rank));
    variables.put("PET_NODE_RANK", Integer.toString(rank));
  }

  private void addElastic(ElasticConfig elastic) {
    variables.put("PET_RDZV_ENDPOINT", address(FIRST_WORKER));
    variables.put("PET_RDZV_BACKEND", elastic.rdzvBackend());
    variables.put("PET_NNODES", elastic.minReplicas() + ":" + elastic.maxReplicas());
    variables.put("PET_MAX_RESTARTS", Integer.toString(elastic.maxRestarts()));
    variables.put("PET_NPROC_PER_NODE", Integer.toString(elastic.nprocPerNode()));
  }

  private String address(Replica replica) {
    String address = addresses.get(replica);
    if (address == null) {
      throw new IllegalArgumentException(
          "addresses are of " + addresses.keySet() + ", but not of " + replica + ": add it");
    }
    return address;
  }
}
