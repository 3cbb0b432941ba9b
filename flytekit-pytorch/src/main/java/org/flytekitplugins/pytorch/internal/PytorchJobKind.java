package org.flytekitplugins.pytorch.internal;

import com.google.auto.service.AutoService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.TrainingOperator;
import org.flytekitplugins.kubeflow.internal.ReplicaCounts;

/**
 * PyTorch's kind of job: the PyTorchJob, which a master leads, or which is elastic and has workers
 * only.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/plugins/k8s/kfoperators/pytorch/pytorch.go">pytorch.go</a>
 */
@AutoService(JobKind.class)
public final class PytorchJobKind implements JobKind {
  /** Flyte's task type, which its backend plugin turns into PyTorchJobs. */
  public static final String TASK_TYPE = "pytorch";

  /** The newest version of the task type, the one that is written. */
  public static final int TASK_TYPE_VERSION = 1;

  static final String KUBERNETES_KIND = "PyTorchJob";

  /** Made by {@code ServiceLoader} too. */
  public PytorchJobKind() {}

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
        return PytorchCustom.readVersionZero(custom);
      case TASK_TYPE_VERSION:
        return PytorchCustom.read(custom);
      default:
        throw new InvalidFieldException(
            "taskTypeVersion", taskTypeVersion, "Flyte knows 0 and 1 only", "use 1");
    }
  }

  /** Version 0, as far as it counts replicas: the master is not counted. */
  public static ReplicaCounts replicaCounts() {
    return PytorchCustom.replicaCounts();
  }

  @Override
  public SdkStruct write(TrainingCluster cluster) {
    return PytorchCustom.write(cluster);
  }

  @Override
  public void check(TrainingCluster cluster) {
    for (ReplicaType type : cluster.replicas().keySet()) {
      if (!Roles.LEADERS.contains(type)) {
        throw refused(
            cluster,
            "a PyTorchJob has no role " + type.lowerCaseName(),
            "use master and worker only");
      }
    }
    Optional<ElasticConfig> elastic = ElasticConfig.of(cluster);
    if (elastic.isPresent()) {
      checkElastic(cluster, elastic.get());
    } else if (cluster.size(ReplicaType.MASTER) != 1) {
      throw refused(
          cluster, "a PyTorchJob has exactly one master, unless it is elastic", "use master=1");
    }
  }

  private static void checkElastic(TrainingCluster cluster, ElasticConfig elastic) {
    if (cluster.size(ReplicaType.MASTER) > 0) {
      throw refused(cluster, "an elastic job has no master", "use workers only");
    }
    int workers = cluster.size(ReplicaType.WORKER);
    if (workers < Math.max(1, elastic.minReplicas()) || workers > elastic.maxReplicas()) {
      throw refused(
          cluster,
          String.format(
              "the job trains with %d to %d workers", elastic.minReplicas(), elastic.maxReplicas()),
          "use that many");
    }
  }

  @Override
  public Map<String, String> variables(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses) {
    return TorchVariablesWriter.write(cluster, replica, addresses);
  }

  @Override
  public Set<String> variableNames() {
    return Roles.VARIABLES;
  }

  @Override
  public Optional<TrainingContext> context(Map<String, String> environment) {
    return TorchVariables.isPresent(environment)
        ? Optional.of(new TorchVariables(environment).parse())
        : Optional.empty();
  }

  @Override
  public TrainingOperator operator(String namespace, String name, TrainingCluster cluster) {
    return new PytorchJobOperator(namespace, name, cluster);
  }

  @Override
  public boolean electsPrimary(TrainingCluster cluster) {
    return ElasticConfig.of(cluster).isPresent();
  }

  @Override
  public Optional<Replica> awaited(TrainingCluster cluster, Replica replica) {
    return cluster.size(ReplicaType.MASTER) > 0 && replica.type() == ReplicaType.WORKER
        ? Optional.of(Replica.of(ReplicaType.MASTER, 0))
        : Optional.empty();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The agents of an elastic job meet at worker 0. Each asks whether that is the machine it runs
   * on, and on one machine all of them find that it is: the quickest would keep the rendezvous, and
   * take it along when it is killed, whoever it is. So they are told who does. And no network makes
   * a heartbeat late, so whoever is killed may be missed after a few.
   */
  @Override
  public Map<String, String> localVariables(TrainingCluster cluster, Replica replica) {
    return electsPrimary(cluster)
        ? Map.of(
            "PET_RDZV_CONF",
            rendezvous(replica),
            // The name of a developer's machine need not lead to it. PyTorch reads it from 2.0 on.
            "PET_LOCAL_ADDR",
            "127.0.0.1")
        : Map.of();
  }

  /**
   * {@inheritDoc}
   *
   * <p>What torchrun's own argument about the rendezvous says comes last, and so counts.
   */
  @Override
  public List<String> localCommand(TrainingCluster cluster, Replica replica, List<String> command) {
    if (!electsPrimary(cluster)) {
      return command;
    }
    List<String> words = new ArrayList<>(command);
    words.replaceAll(
        word -> Roles.RDZV_CONF.matcher(word).replaceFirst("$0" + rendezvous(replica) + ","));
    return words;
  }

  private static String rendezvous(Replica replica) {
    return "is_host=" + (replica.index() == 0) + ",keep_alive_interval=1,keep_alive_max_attempt=5";
  }

  @Override
  public ResourceForm resourceForm() {
    return PytorchJobForm.of(this);
  }

  @Override
  public boolean aggregatesErrors() {
    return true;
  }

  private static InvalidFieldException refused(
      TrainingCluster cluster, String rule, String remedy) {
    return new InvalidFieldException("replicas", cluster.sizes(), rule, remedy);
  }

  // Apart from the kind, which plain pods load as well.
  private static final class Roles {
    static final Pattern RDZV_CONF = Pattern.compile("^--rdzv[_-]conf=(?=.)");

    static final List<ReplicaType> LEADERS = List.of(ReplicaType.MASTER, ReplicaType.WORKER);

    static final Set<String> VARIABLES =
        Set.of(
            "MASTER_ADDR",
            "MASTER_PORT",
            "PET_MASTER_ADDR",
            "PET_MASTER_PORT",
            "PET_MAX_RESTARTS",
            "PET_NNODES",
            "PET_NODE_RANK",
            "PET_NPROC_PER_NODE",
            "PET_RDZV_BACKEND",
            "PET_RDZV_ENDPOINT",
            "RANK",
            "WORLD_SIZE");
  }
}
