package org.flytekitplugins.kubeflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkStruct;

/**
 * A kind of job that the training operator runs: all that whoever executes, plays or explains jobs
 * asks of a framework. Everything else is the same for all of them.
 *
 * <p>A framework is one class that implements this, has a public constructor without parameters,
 * and is named in {@code META-INF/services/org.flytekitplugins.kubeflow.JobKind}. It keeps no
 * state: equal arguments give equal results. {@link JobKinds} finds it, on the class path of a
 * launcher as well as in a package of tasks; the launcher has neither flytekit-java's Jackson
 * module nor Jackson's data binding.
 */
public interface JobKind {
  /** Flyte's type of the tasks that run as such jobs, for example {@code my-framework}. */
  String taskType();

  /** The kind of the Kubernetes resource, which begins the operator's messages. */
  String kubernetesKind();

  /**
   * The roles that can lead such a job, the first choice first. The replica with index 0 of the
   * first of them that a job has leads it: its end is the job's, and it writes the outputs.
   */
  List<ReplicaType> leaders();

  /**
   * Reads the custom field of a task, as Flyte's backend plugin does: what it does not know is
   * passed over.
   *
   * @throws IllegalArgumentException if the field does not have the form of that version
   * @see CustomReader
   */
  TrainingCluster read(Struct custom, int taskTypeVersion);

  /**
   * The custom field of a task, in the newest version. Equal clusters give equal fields, in equal
   * order.
   *
   * @see CustomWriter
   */
  SdkStruct write(TrainingCluster cluster);

  /**
   * Refuses what no job of this kind can be, because the operator or the framework does.
   *
   * @throws InvalidFieldException with the field {@code replicas}
   */
  void check(TrainingCluster cluster);

  /**
   * What the operator tells a replica by its environment.
   *
   * @param addresses where all replicas of the job listen, as {@code host:port}
   */
  Map<String, String> variables(
      TrainingCluster cluster, Replica replica, SortedMap<Replica, String> addresses);

  /** The names of all variables by which the operator may tell a replica something. */
  Set<String> variableNames();

  /**
   * What a replica of such a job finds itself in; empty in an environment that no operator of such
   * jobs has made, as that of a job of one replica may be.
   *
   * @throws IllegalArgumentException if the environment is malformed or contradicts itself; the
   *     message quotes what was found and says what was expected
   */
  Optional<TrainingContext> context(Map<String, String> environment);

  /** The operator's rules for one job. */
  TrainingOperator operator(String namespace, String name, TrainingCluster cluster);

  /** How such jobs stand in Kubernetes; like most kinds unless overridden. */
  default ResourceForm resourceForm() {
    return () -> this;
  }

  /**
   * The replica whose name an init container of the operator's looks up until it finds it, before
   * the process of another one starts. No replica waits for one unless overridden.
   */
  default Optional<Replica> awaited(TrainingCluster cluster, Replica replica) {
    return Optional.empty();
  }

  /**
   * What a replica needs or would rather have in its environment on a developer's machine, unless
   * it is there already; nothing unless overridden.
   */
  default Map<String, String> localVariables(TrainingCluster cluster, Replica replica) {
    return Map.of();
  }

  /**
   * A replica's command line on a developer's machine, where an argument would hide one of {@link
   * #localVariables}; as it is unless overridden.
   */
  default List<String> localCommand(
      TrainingCluster cluster, Replica replica, List<String> command) {
    return command;
  }

  /**
   * Whether a class is one of the framework's libraries: in a stack trace it is not what the user
   * wrote. None is unless overridden.
   */
  default boolean isLibrary(String className) {
    return false;
  }

  /**
   * Whether a line of a replica's output is what the framework's native code says of itself, even
   * when it is told to be quiet. None is unless overridden.
   */
  default boolean isNoise(String line) {
    return false;
  }

  /**
   * What to do about a failure of the framework's libraries that they do not say themselves, in one
   * sentence. Nothing unless overridden.
   *
   * @param failure one exception; its causes are asked about by themselves
   */
  default Optional<String> remedy(Throwable failure) {
    return Optional.empty();
  }

  /**
   * Whether the replicas of a job elect the one that leads it while they run, so that their
   * environments cannot say which it is ({@link TrainingContext#isElected}). They do not unless
   * overridden.
   */
  default boolean electsPrimary(TrainingCluster cluster) {
    return false;
  }

  /**
   * Whether Flyte's backend plugin may ask replicas of such a job for error documents of their own,
   * by {@code _F_DES}, and tells them the names of their pods, by {@code _F_WN}. It does not unless
   * overridden.
   */
  default boolean aggregatesErrors() {
    return false;
  }

  /**
   * The replica that leads a job, or that the operator takes for the leader of a job whose replicas
   * {@linkplain #electsPrimary elect} theirs.
   *
   * @throws IllegalStateException if the job has none of {@link #leaders}
   */
  default Replica primary(TrainingCluster cluster) {
    for (ReplicaType type : leaders()) {
      if (cluster.size(type) > 0) {
        return Replica.of(type, 0);
      }
    }
    throw new IllegalStateException(
        "the replicas are \""
            + cluster.sizes()
            + "\", but none of them can lead: add one that can");
  }
}
