package com.acme.gossip;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.CustomObject;
import org.flytekitplugins.kubeflow.CustomReader;
import org.flytekitplugins.kubeflow.CustomWriter;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Reconciliation;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.operator.JobCondition;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.JobStatus;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.kubeflow.operator.PodStatus;

/**
 * Learning by gossip: workers only, the last of which leads nothing and the first all. Its operator
 * knows no restarts, and a job has succeeded when all of its workers have.
 */
public final class GossipKind implements JobKind {
  static final String FANOUT = "fanout";

  private static final String ME = "GOSSIP_ME";
  private static final String PEERS = "GOSSIP_PEERS";
  private static final String FANOUT_VARIABLE = "GOSSIP_FANOUT";

  @Override
  public String taskType() {
    return "gossip";
  }

  @Override
  public String kubernetesKind() {
    return "GossipJob";
  }

  @Override
  public List<ReplicaType> leaders() {
    return List.of(ReplicaType.WORKER);
  }

  @Override
  public TrainingCluster read(Struct custom, int taskTypeVersion) {
    String fanout = new CustomObject(custom).string(FANOUT);
    return CustomReader.read(custom, EnumSet.of(ReplicaType.WORKER))
        .withOptions(fanout == null ? Map.of() : Map.of(FANOUT, fanout));
  }

  @Override
  public SdkStruct write(TrainingCluster cluster) {
    SdkStruct.Builder custom = CustomWriter.write(cluster);
    cluster.options().forEach(custom::addStringField);
    return custom.build();
  }

  @Override
  public void check(TrainingCluster cluster) {
    if (cluster.size(ReplicaType.WORKER) < 2 || cluster.replicas().size() > 1) {
      throw new InvalidFieldException(
          "replicas", cluster.sizes(), "it takes two to gossip", "have workers only, 2 or more");
    }
  }

  @Override
  public Map<String, String> variables(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses) {
    return Map.of(
        ME, replica.toString(),
        PEERS,
            addresses.entrySet().stream()
                .map(peer -> peer.getKey() + "=" + peer.getValue())
                .collect(Collectors.joining(",")),
        FANOUT_VARIABLE, cluster.options().getOrDefault(FANOUT, "1"));
  }

  @Override
  public Set<String> variableNames() {
    return Set.of(ME, PEERS, FANOUT_VARIABLE);
  }

  @Override
  public Optional<TrainingContext> context(Map<String, String> environment) {
    String me = environment.get(ME);
    if (me == null) {
      return Optional.empty();
    }
    SortedMap<Replica, String> addresses = new TreeMap<>();
    for (String peer : environment.getOrDefault(PEERS, "").split(",", -1)) {
      String[] parts = peer.split("=", 2);
      addresses.put(Replica.parse(parts[0]), parts[1]);
    }
    Replica replica = Replica.parse(me);
    return Optional.of(
        TrainingContext.create(replica, addresses, addresses.size(), replica.index() == 0));
  }

  @Override
  public TrainingOperator operator(String namespace, String name, TrainingCluster cluster) {
    return new Operator(name, cluster);
  }

  private record Operator(String name, TrainingCluster cluster) implements TrainingOperator {
    @Override
    public JobStatus created() {
      return JobStatus.of(condition(JobState.CREATED, "is created"));
    }

    @Override
    public Reconciliation reconcile(
        JobStatus status, Map<Replica, PodStatus> pods, Duration active) {
      int workers = cluster.size(ReplicaType.WORKER);
      if (status.isFinished()) {
        return Reconciliation.of(status, Set.of(), with(pods, PodPhase.RUNNING));
      }
      if (!with(pods, PodPhase.FAILED).isEmpty()) {
        return Reconciliation.of(
            status.with(condition(JobState.FAILED, "has lost a gossip")), Set.of(), Set.of());
      }
      Set<Replica> missing = new TreeSet<>();
      for (int index = 0; index < workers; index++) {
        Replica replica = Replica.of(ReplicaType.WORKER, index);
        if (Objects.equals(pods.getOrDefault(replica, PodStatus.ABSENT), PodStatus.ABSENT)) {
          missing.add(replica);
        }
      }
      JobStatus next = status;
      if (with(pods, PodPhase.SUCCEEDED).size() == workers) {
        next = next.with(condition(JobState.SUCCEEDED, "has gossiped"));
      } else if (!with(pods, PodPhase.RUNNING).isEmpty()) {
        next = next.with(condition(JobState.RUNNING, "gossips"));
      }
      return Reconciliation.of(next, missing, Set.of());
    }

    private static Set<Replica> with(Map<Replica, PodStatus> pods, PodPhase phase) {
      return pods.entrySet().stream()
          .filter(pod -> pod.getValue().counted() == phase)
          .map(Map.Entry::getKey)
          .collect(Collectors.toSet());
    }

    private JobCondition condition(JobState state, String what) {
      return JobCondition.of(
          state, "GossipJob" + state.operatorName(), "GossipJob " + name + " " + what + ".");
    }
  }
}
