package org.flytekitplugins.kubeflow;

import static java.util.stream.Collectors.joining;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.flytekit.SdkResources;

/**
 * What a training job asks for, whichever framework trains: its replicas by role, and how the job
 * ends. It is what the operator is told, on a cluster as on one machine.
 */
@AutoValue
public abstract class TrainingCluster implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The backoff limit of a job that restarts replicas and says none. */
  public static final int DEFAULT_BACKOFF_LIMIT = 3;

  TrainingCluster() {}

  /** The roles that have replicas, in the order of {@link ReplicaType}. */
  public abstract Map<ReplicaType, ReplicaSpec> replicas();

  /** How the job ends. */
  public abstract RunPolicy runPolicy();

  /**
   * What only the framework makes something of, by names that its {@link JobKind} knows: it writes
   * them into the custom field, reads them there, and tells them to the operator and the replicas.
   */
  public abstract Map<String, String> options();

  /** A cluster of these replicas, without options; roles with none are left out. */
  public static TrainingCluster of(Map<ReplicaType, ReplicaSpec> replicas, RunPolicy runPolicy) {
    return create(replicas, runPolicy, Map.of());
  }

  private static TrainingCluster create(
      Map<ReplicaType, ReplicaSpec> replicas, RunPolicy runPolicy, Map<String, String> options) {
    EnumMap<ReplicaType, ReplicaSpec> present = new EnumMap<>(ReplicaType.class);
    replicas.forEach(
        (type, spec) -> {
          if (spec.replicas() > 0) {
            present.put(type, spec);
          }
        });
    return new AutoValue_TrainingCluster(
        Collections.unmodifiableMap(present),
        runPolicy,
        Collections.unmodifiableMap(new TreeMap<>(options)));
  }

  /** How many replicas the cluster has; {@code Integer.MAX_VALUE} if there are more. */
  public int size() {
    long size = replicas().values().stream().mapToLong(ReplicaSpec::replicas).sum();
    return (int) Math.min(Integer.MAX_VALUE, size);
  }

  /** How many replicas of a role the cluster has. */
  public int size(ReplicaType type) {
    ReplicaSpec spec = replicas().get(type);
    return spec == null ? 0 : spec.replicas();
  }

  /** How many replicas each role has, in the form {@code chief=1,worker=2}. */
  public String sizes() {
    return replicas().entrySet().stream()
        .map(role -> role.getKey().lowerCaseName() + "=" + role.getValue().replicas())
        .collect(joining(","));
  }

  /** This cluster with other replicas. */
  public TrainingCluster withReplicas(Map<ReplicaType, ReplicaSpec> replicas) {
    return create(replicas, runPolicy(), options());
  }

  /** This cluster with another run policy. */
  public TrainingCluster withRunPolicy(RunPolicy runPolicy) {
    return create(replicas(), runPolicy, options());
  }

  /** This cluster with other options. */
  public TrainingCluster withOptions(Map<String, String> options) {
    return create(replicas(), runPolicy(), options);
  }

  /**
   * This cluster as the replicas of a task with these resources: a role that asks for something,
   * but for neither cpu nor memory, has the task's. Flyte would give it the platform's defaults,
   * and the task's only to a role that asks for nothing at all. What no replica can have is left
   * out: registration refuses a task that asks for it.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/common/common_operator.go">common_operator.go</a>
   */
  public TrainingCluster withTaskResources(SdkResources task) {
    return withReplicas(TaskResources.fill(replicas(), task));
  }

  /**
   * This cluster with what we set where the job does not say: clean pod policy {@code RUNNING} when
   * there is more than one replica, because the operator's own default leaves replicas running that
   * serve others, and a backoff limit of {@value #DEFAULT_BACKOFF_LIMIT} when replicas restart,
   * because without one they restart for ever.
   */
  public TrainingCluster withDefaults() {
    RunPolicy.Builder policy = runPolicy().toBuilder();
    if (runPolicy().cleanPodPolicy() == null && size() > 1) {
      policy.cleanPodPolicy(CleanPodPolicy.RUNNING);
    }
    boolean restarts =
        replicas().values().stream().anyMatch(s -> s.restartPolicy() != RestartPolicy.NEVER);
    if (runPolicy().backoffLimit() == null && restarts) {
      policy.backoffLimit(DEFAULT_BACKOFF_LIMIT);
    }
    return withRunPolicy(policy.build());
  }
}
