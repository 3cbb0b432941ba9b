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
 * Reads what the operator tells the replicas of a PyTorchJob.
 *
 * <ul>
 *   <li>With a master: {@code MASTER_ADDR}, {@code MASTER_PORT}, {@code RANK} (the master's is 0,
 *       worker i's is i + 1).
 *   <li>Elastic, without one: {@code PET_RDZV_ENDPOINT}, which is worker 0. A worker knows its
 *       index from its pod's name only, and nobody knows who will lead.
 *   <li>Workers alone: {@code PET_NNODES}. Worker 0 leads, and nobody is told where it is.
 * </ul>
 *
 * <p>A process that torchrun has started finds the ranks of the last rendezvous besides, where its
 * pod's {@code RANK} was: global rank 0 leads, in whichever pod it is. Without an operator, the
 * replicas are torchrun's agents by their group ranks.
 */
final class TorchVariables {
  /** The pod's name: Flyte tells it to workers, also on the host's network; a container runtime. */
  private static final String FLYTE_POD_NAME = "_F_WN";

  private static final String HOST_NAME = "HOSTNAME";

  private static final String ENDPOINT = "PET_RDZV_ENDPOINT";
  private static final String RUN_ID = "TORCHELASTIC_RUN_ID";

  /** Made when they are first asked for: every plain pod asks whether it is a replica. */
  private static final class Patterns {
    static final Pattern WORKER_POD = Pattern.compile(".*-worker-([0-9]{1,9})");
    static final Pattern NODES = Pattern.compile("(?:(?<least>[0-9]{1,9}):)?(?<most>[0-9]{1,9})");
  }

  private final Map<String, String> environment;

  TorchVariables(Map<String, String> environment) {
    this.environment = environment;
  }

  static boolean isPresent(Map<String, String> environment) {
    return environment.containsKey(ENDPOINT)
        || (environment.containsKey("RANK") && environment.containsKey("MASTER_ADDR"))
        || (environment.containsKey("PET_NNODES") && !environment.containsKey("RANK"));
  }

  TrainingContext parse() {
    return has(RUN_ID) ? ofProcess(ofAgent()) : ofOperator();
  }

  private TrainingContext ofProcess(TrainingContext pod) {
    int rank = below("RANK", number("WORLD_SIZE"), "processes");
    int agents = number("GROUP_WORLD_SIZE");
    below("GROUP_RANK", agents, "agents");
    return TrainingContext.create(pod.replica(), pod.addresses(), agents, rank == 0);
  }

  private TrainingContext ofOperator() {
    if (has(ENDPOINT)) {
      if (has("RANK")) {
        throw new IllegalArgumentException(
            String.format(
                "%s is %s and RANK is %s: expected one of them, since an elastic PyTorchJob has no"
                    + " master and no ranks, or %s for a process that torchrun has started",
                ENDPOINT, quoted(ENDPOINT), quoted("RANK"), RUN_ID));
      }
      return elastic();
    }
    return has("RANK") ? withMaster() : workersAlone();
  }

  /** What the agent that started this process finds itself in: torchrun has replaced its ranks. */
  private TrainingContext ofAgent() {
    if (has(ENDPOINT)) {
      return elastic();
    }
    if (has("PET_NODE_RANK") && has("PET_MASTER_ADDR")) {
      int size = number("PET_NNODES");
      return ofRank(below("PET_NODE_RANK", size, "replicas"), size, "PET_");
    }
    int group = number("GROUP_RANK");
    return TrainingContext.create(
        Replica.of(ReplicaType.WORKER, group),
        only(firstWorker(), master("")),
        group + 1,
        group == 0);
  }

  private TrainingContext withMaster() {
    int world = number("WORLD_SIZE");
    int size = has("PET_NNODES") ? number("PET_NNODES") : world;
    int rank = below("RANK", size, "replicas");
    if (world % size != 0) {
      throw refuse(
          "WORLD_SIZE", "as many processes for each replica, of which PET_NNODES says " + size);
    }
    if (has("PET_NODE_RANK") && number("PET_NODE_RANK") != rank) {
      throw refuse("PET_NODE_RANK", "what RANK is, " + rank);
    }
    return ofRank(rank, size, "");
  }

  private TrainingContext ofRank(int rank, int size, String prefix) {
    Replica master = Replica.of(ReplicaType.MASTER, 0);
    Replica replica = rank == 0 ? master : Replica.of(ReplicaType.WORKER, rank - 1);
    return TrainingContext.create(replica, only(master, master(prefix)), size, rank == 0);
  }

  // No constant: plain pods ask whether they are a replica, and load no replica for it.
  private static Replica firstWorker() {
    return Replica.of(ReplicaType.WORKER, 0);
  }

  // Unlike an address in TF_CONFIG, MASTER_ADDR may be an IPv6 address without brackets.
  private String master(String prefix) {
    String host = required(prefix + "MASTER_ADDR");
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    if (!PeerAddress.isAddress(bracketed + ":1")) {
      throw refuse(prefix + "MASTER_ADDR", "a host, without a scheme and a port");
    }
    String address = bracketed + ":" + number(prefix + "MASTER_PORT");
    if (!PeerAddress.isAddress(address)) {
      throw refuse(prefix + "MASTER_PORT", "a port from 1 to 65535");
    }
    return address;
  }

  private TrainingContext elastic() {
    int most = most();
    Replica replica = worker(most);
    String endpoint = required(ENDPOINT);
    if (!PeerAddress.isAddress(endpoint)) {
      throw refuse(ENDPOINT, "where worker 0 listens, as host:port");
    }
    return TrainingContext.elected(replica, only(firstWorker(), endpoint), most);
  }

  private TrainingContext workersAlone() {
    int size = most();
    Replica replica = worker(size);
    return TrainingContext.create(
        replica, Collections.emptySortedMap(), size, replica.equals(firstWorker()));
  }

  /** This worker, by the name of its pod. */
  private Replica worker(int size) {
    String variable = has(FLYTE_POD_NAME) ? FLYTE_POD_NAME : HOST_NAME;
    Matcher pod = Patterns.WORKER_POD.matcher(required(variable));
    if (!pod.matches()) {
      throw refuse(variable, "the name of a worker's pod, such as job-worker-0");
    }
    int index = Integer.parseInt(pod.group(1));
    if (index >= size) {
      throw refuse(variable, "a worker with an index below the number of replicas, " + size);
    }
    return Replica.of(ReplicaType.WORKER, index);
  }

  /** How many replicas there are at most: {@code PET_NNODES} is {@code max} or {@code min:max}. */
  private int most() {
    Matcher nodes = Patterns.NODES.matcher(required("PET_NNODES"));
    int most = nodes.matches() ? Integer.parseInt(nodes.group("most")) : 0;
    int least =
        most > 0 && nodes.group("least") != null ? Integer.parseInt(nodes.group("least")) : 0;
    if (most < 1 || least > most) {
      throw refuse("PET_NNODES", "a number of replicas, or the least and the most as 1:4");
    }
    return most;
  }

  private static SortedMap<Replica, String> only(Replica replica, String address) {
    return new TreeMap<>(Collections.singletonMap(replica, address));
  }

  private int below(String variable, int count, String counted) {
    int number = number(variable);
    if (number >= count) {
      throw refuse(variable, "a number below the number of " + counted + ", " + count);
    }
    return number;
  }

  private int number(String variable) {
    String value = required(variable);
    if (!value.matches("[0-9]{1,9}")) {
      throw refuse(variable, "a whole number from 0 up");
    }
    return Integer.parseInt(value);
  }

  private boolean has(String variable) {
    return environment.containsKey(variable);
  }

  private String required(String variable) {
    String value = environment.get(variable);
    if (value == null || value.isBlank()) {
      throw refuse(variable, "what the training operator sets for a PyTorchJob");
    }
    return value;
  }

  private String quoted(String variable) {
    @Nullable String value = environment.get(variable);
    return value == null ? "missing" : Quoted.of(value);
  }

  private IllegalArgumentException refuse(String variable, String expected) {
    return new IllegalArgumentException(
        variable + " is " + quoted(variable) + ": expected " + expected);
  }
}
