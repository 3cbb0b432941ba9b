package org.flytekitplugins.kubeflow;

import static java.util.stream.Collectors.toList;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStruct;

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

  /** A cluster of these replicas; roles with none are left out. */
  public static TrainingCluster of(Map<ReplicaType, ReplicaSpec> replicas, RunPolicy runPolicy) {
    EnumMap<ReplicaType, ReplicaSpec> present = new EnumMap<>(ReplicaType.class);
    replicas.forEach(
        (type, spec) -> {
          if (spec.replicas() > 0) {
            present.put(type, spec);
          }
        });
    return new AutoValue_TrainingCluster(Collections.unmodifiableMap(present), runPolicy);
  }

  /**
   * Reads the custom field of a training task.
   *
   * @param custom the field; what is not part of a training cluster is passed over, as Flyte does
   * @param taskTypeVersion 0 for replica counts only, 1 for the whole cluster
   * @throws IllegalArgumentException if the field does not have the form of that version
   */
  public static TrainingCluster fromCustom(Struct custom, int taskTypeVersion) {
    return new CustomReader(custom).read(taskTypeVersion);
  }

  /**
   * The custom field of a training task with task type version 1: the JSON form of Flyte's
   * distributed training task messages. Equal clusters give equal fields, in equal order.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/plugins/kubeflow/tensorflow.proto">tensorflow.proto</a>
   */
  public SdkStruct toCustom() {
    return CustomWriter.write(this);
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

  /**
   * The replica whose end is the job's end, and which writes the outputs: the chief, else the
   * master, else worker 0.
   *
   * @throws IllegalStateException if the cluster has none of them
   */
  public Replica primary() {
    for (ReplicaType type : Primary.ORDER) {
      if (replicas().containsKey(type)) {
        return Replica.of(type, 0);
      }
    }
    throw new IllegalStateException(
        "the roles of the cluster are "
            + replicas().keySet().stream().map(ReplicaType::lowerCaseName).collect(toList())
            + ", but none of them can lead: add a worker");
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
    return of(TaskResources.fill(replicas(), task), runPolicy());
  }

  /**
   * This cluster with what we set where the job does not say: clean pod policy {@code RUNNING} when
   * there is more than one replica, because the operator's own default leaves parameter servers
   * running, and a backoff limit of {@value #DEFAULT_BACKOFF_LIMIT} when replicas restart, because
   * without one they restart for ever.
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
    return of(replicas(), policy.build());
  }
}
