package org.flytekitplugins.tensorflow.internal;

import com.google.auto.service.AutoService;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.CustomReader;
import org.flytekitplugins.kubeflow.CustomWriter;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.internal.ReplicaCounts;

/**
 * TensorFlow's kind of job: the TFJob.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/tensorflow/tensorflow.go">tensorflow.go</a>
 */
@AutoService(JobKind.class)
public final class TensorflowJobKind implements JobKind {
  /** Flyte's task type, which its backend plugin turns into TFJobs. */
  public static final String TASK_TYPE = "tensorflow";

  /** The newest version of the task type, the one that is written. */
  public static final int TASK_TYPE_VERSION = 1;

  static final String KUBERNETES_KIND = "TFJob";

  /** Made by {@code ServiceLoader} too. */
  public TensorflowJobKind() {}

  @Override
  public String taskType() {
    return TASK_TYPE;
  }

  @Override
  public String kubernetesKind() {
    return KUBERNETES_KIND;
  }

  @Override
  public List<ReplicaType> leaders() {
    return Roles.LEADERS;
  }

  @Override
  public TrainingCluster read(Struct custom, int taskTypeVersion) {
    switch (taskTypeVersion) {
      case 0:
        return replicaCounts().read(custom);
      case TASK_TYPE_VERSION:
        return CustomReader.read(custom, Roles.OF_THE_MESSAGE);
      default:
        throw new InvalidFieldException(
            "taskTypeVersion", taskTypeVersion, "Flyte knows 0 and 1 only", "use 1");
    }
  }

  /** Version 0, which counts replicas and says nothing else. */
  public static ReplicaCounts replicaCounts() {
    return new ReplicaCounts(
        Map.of(
            ReplicaType.CHIEF, "chiefReplicas",
            ReplicaType.WORKER, "workers",
            ReplicaType.PS, "psReplicas",
            ReplicaType.EVALUATOR, "evaluatorReplicas"));
  }

  @Override
  public SdkStruct write(TrainingCluster cluster) {
    return CustomWriter.write(cluster).build();
  }

  @Override
  public void check(TrainingCluster cluster) {
    if (cluster.size(ReplicaType.CHIEF) > 1 || cluster.size(ReplicaType.MASTER) > 1) {
      throw refused(cluster, "TensorFlow takes one chief at most", "use 0 or 1");
    }
    if (cluster.size(ReplicaType.CHIEF) > 0 && cluster.size(ReplicaType.MASTER) > 0) {
      throw refused(cluster, "a chief and a master both lead", "leave out one of them");
    }
    if (Roles.LEADERS.stream().allMatch(type -> cluster.size(type) == 0)) {
      throw refused(cluster, "none of them can lead", "keep a worker or a chief");
    }
  }

  @Override
  public Map<String, String> variables(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses) {
    return addresses.size() == 1
        ? Map.of()
        : Map.of(TfConfig.VARIABLE, TfConfigWriter.write(replica, addresses));
  }

  @Override
  public Set<String> variableNames() {
    return Set.of(TfConfig.VARIABLE);
  }

  @Override
  public Optional<TrainingContext> context(Map<String, String> environment) {
    String config = environment.get(TfConfig.VARIABLE);
    return config == null || config.isBlank()
        ? Optional.empty()
        : Optional.of(TfConfig.parse(config));
  }

  @Override
  public TrainingOperator operator(String namespace, String name, TrainingCluster cluster) {
    return new TfJobOperator(namespace, name, cluster);
  }

  @Override
  public Map<String, String> localVariables(TrainingCluster cluster, Replica replica) {
    return Map.of(
        // Lets a training guard the port of its TensorFlow server, which binds every interface.
        "TF_GRPC_REUSE_PORT", "true",
        // What TensorFlow says of itself and this machine: from 2 up errors only.
        "TF_CPP_MIN_LOG_LEVEL", "2");
  }

  @Override
  public boolean isLibrary(String className) {
    return TensorflowLibraries.have(className);
  }

  @Override
  public boolean isNoise(String line) {
    return TensorflowLibraries.print(line);
  }

  @Override
  public Optional<String> remedy(Throwable failure) {
    return TensorflowLibraries.remedy(failure);
  }

  private static InvalidFieldException refused(
      TrainingCluster cluster, String rule, String remedy) {
    return new InvalidFieldException("replicas", cluster.sizes(), rule, remedy);
  }

  /** Whether a replica leads a job in which these roles are known to have replicas. */
  static boolean leads(Replica replica, Set<Replica> members) {
    for (ReplicaType type : Roles.LEADERS) {
      if (replica.type() == type) {
        return replica.index() == 0;
      }
      if (members.stream().anyMatch(member -> member.type() == type)) {
        return false;
      }
    }
    return false;
  }

  // Apart from the kind, which plain pods load as well.
  private static final class Roles {
    static final List<ReplicaType> LEADERS =
        List.of(ReplicaType.CHIEF, ReplicaType.MASTER, ReplicaType.WORKER);

    /** It has no master, which is the chief by an older name. */
    static final Set<ReplicaType> OF_THE_MESSAGE =
        Collections.unmodifiableSet(
            EnumSet.of(
                ReplicaType.CHIEF, ReplicaType.WORKER, ReplicaType.PS, ReplicaType.EVALUATOR));
  }
}
