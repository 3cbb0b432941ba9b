package org.flytekitplugins.pytorch.internal;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.PeerAddress;
import org.flytekitplugins.kubeflow.internal.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the operator tells the replicas of a PyTorchJob. With a master: {@code MASTER_ADDR},
 * {@code MASTER_PORT}, {@code RANK} (the master's is 0, worker i's is i + 1). Elastic, without one:
 * {@code PET_RDZV_ENDPOINT}, which is worker 0, while a worker knows its index from its pod's name
 * only.
 */
final class TorchVariables {
  private static final Pattern WORKER_POD = Pattern.compile(".*-worker-([0-9]{1,9})");
  private static final Pattern NODES =
      Pattern.compile("(?:(?<least>[0-9]{1,9}):)?(?<most>[0-9]{1,9})");

  private final Map<String, String> environment;

  TorchVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  static boolean isPresent(Map<String, String> environment) {
    return environment.containsKey("PET_RDZV_ENDPOINT")
        || (environment.containsKey("RANK") && environment.containsKey("MASTER_ADDR"));
  }

  TrainingContext parse() {
    return environment.containsKey("PET_RDZV_ENDPOINT") ? elastic() : withMaster();
  }

  private TrainingContext withMaster() {
    int rank = number("RANK");
    int size = environment.containsKey("PET_NNODES") ? number("PET_NNODES") : number("WORLD_SIZE");
    if (rank >= size) {
      throw refuse("RANK", "a number below the number of replicas, " + size);
    }
    Replica replica =
        rank == 0 ? Replica.of(ReplicaType.MASTER, 0) : Replica.of(ReplicaType.WORKER, rank - 1);
    return TrainingContext.create(
        replica, leader(Replica.of(ReplicaType.MASTER, 0), master()), size, rank == 0);
  }

  // Unlike an address in TF_CONFIG, MASTER_ADDR may be an IPv6 address without brackets.
  private String master() {
    String host = required("MASTER_ADDR");
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    if (!PeerAddress.isAddress(bracketed + ":1")) {
      throw refuse("MASTER_ADDR", "a host, without a scheme and a port");
    }
    String address = bracketed + ":" + number("MASTER_PORT");
    if (!PeerAddress.isAddress(address)) {
      throw refuse("MASTER_PORT", "a port from 1 to 65535");
    }
    return address;
  }

  private TrainingContext elastic() {
    Matcher pod = WORKER_POD.matcher(required("HOSTNAME"));
    if (!pod.matches()) {
      throw refuse("HOSTNAME", "the name of a worker's pod, such as job-worker-0");
    }
    Replica replica = Replica.of(ReplicaType.WORKER, Integer.parseInt(pod.group(1)));
    Replica first = Replica.of(ReplicaType.WORKER, 0);
    int most = most();
    if (replica.index() >= most) {
      throw refuse("HOSTNAME", "a worker with an index below the number of replicas, " + most);
    }
    String endpoint = required("PET_RDZV_ENDPOINT");
    if (!PeerAddress.isAddress(endpoint)) {
      throw refuse("PET_RDZV_ENDPOINT", "where worker 0 listens, as host:port");
    }
    return TrainingContext.create(replica, leader(first, endpoint), most, replica.equals(first));
  }

  /** How many replicas there are at most: {@code PET_NNODES} is {@code max} or {@code min:max}. */
  private int most() {
    Matcher nodes = NODES.matcher(required("PET_NNODES"));
    int most = nodes.matches() ? Integer.parseInt(nodes.group("most")) : 0;
    int least =
        most > 0 && nodes.group("least") != null ? Integer.parseInt(nodes.group("least")) : 0;
    if (most < 1 || least > most) {
      throw refuse("PET_NNODES", "a number of replicas, or the least and the most as 1:4");
    }
    return most;
  }

  private static SortedMap<Replica, String> leader(Replica replica, String address) {
    return new TreeMap<>(Collections.singletonMap(replica, address));
  }

  private int number(String variable) {
    String value = required(variable);
    if (!value.matches("[0-9]{1,9}")) {
      throw refuse(variable, "a whole number from 0 up");
    }
    return Integer.parseInt(value);
  }

  private String required(String variable) {
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      throw refuse(variable, "what the training operator sets for a PyTorchJob");
    }
    return value;
  }

  private IllegalArgumentException refuse(String variable, String expected) {
    @Nullable String value = environment.get(variable);
    return new IllegalArgumentException(
        variable
            + " is "
            + (value == null ? "missing" : Quoted.of(value))
            + ": expected "
            + expected);
  }
}
