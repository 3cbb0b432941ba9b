package org.flytekitplugins.pytorch;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.CallingLine;
import org.flytekitplugins.kubeflow.internal.JobDraft;
import org.flytekitplugins.kubeflow.internal.JobRules;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;
import org.jspecify.annotations.Nullable;

/**
 * A Kubeflow PyTorchJob that a master leads: what the master and its workers get, and how the job
 * ends. A job whose size may change while it trains is {@link Elastic}.
 *
 * <pre>{@code
 * PyTorchJob.builder()
 *     .master(m -> m.requests(r -> r.cpu("1").memory("2Gi")))
 *     .worker(w -> w.replicas(2).requests(r -> r.cpu("2").memory("4Gi")))
 *     .runPolicy(r -> r.backoffLimit(3))
 *     .build()
 * }</pre>
 *
 * <p>What Flyte has no way to tell the operator has no method here: the processes that torchrun
 * starts for each replica, the restart policy {@code ExitCode}, a scheduling policy, and arguments,
 * environment or node selectors of one role.
 */
@AutoValue
public abstract class PyTorchJob implements TrainingJob, Serializable {
  private static final long serialVersionUID = 1L;

  // No part of what the job is: equal jobs may be built in several places.
  private final transient @Nullable CallingLine builtBy = CallingLine.of(PyTorchJob.class);

  PyTorchJob() {}

  /** Where the user's code has built it; null if it comes out of a stream. */
  final @Nullable StackTraceElement builtAt() {
    return builtBy == null ? null : builtBy.element();
  }

  /** The roles that have replicas, the master first, as they were asked for. */
  public abstract Map<ReplicaType, ReplicaSpec> replicas();

  /** How the job ends, as it was asked for. */
  public abstract RunPolicy runPolicy();

  /** A builder of a job with a master; how many workers there are beside it is to be said. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The job that asks for a cluster, for example for one that was read from a resource.
   *
   * @throws InvalidFieldException as {@link Builder#build} does, and if the cluster is elastic or
   *     has other roles
   */
  public static PyTorchJob of(TrainingCluster cluster) {
    PytorchJobKind kind = new PytorchJobKind();
    kind.check(cluster);
    if (kind.electsPrimary(cluster)) {
      throw new InvalidFieldException(
          "elasticPolicy", cluster.options(), "an elastic job has no master", "use Elastic.of");
    }
    Builder builder = builder();
    builder.draft.add(cluster.replicas(), cluster.runPolicy());
    builder.masterMayBeAlone = cluster.size(ReplicaType.WORKER) == 0;
    return builder.build();
  }

  /**
   * A builder with this job's replicas and run policy, in the newer form: change a role with {@link
   * Builder#worker} and its like. A lambda, or a count, changes what the role or the run policy
   * has; a spec replaces it.
   */
  public Builder toBuilder() {
    Builder builder = builder();
    builder.draft.add(replicas(), runPolicy());
    builder.masterMayBeAlone = !replicas().containsKey(ReplicaType.WORKER);
    return builder;
  }

  /** The rules of a PyTorchJob. */
  @Override
  public JobKind kind() {
    return new PytorchJobKind();
  }

  /**
   * What the operator is told: what was asked for, with our defaults where nothing was said. The
   * resources of a task are not in it; the task's own custom field adds them where they are needed.
   */
  @Override
  public TrainingCluster cluster() {
    return TrainingCluster.of(replicas(), runPolicy()).withDefaults();
  }

  /** Builds a {@link PyTorchJob}. A role takes a spec, or a lambda that configures one. */
  public static final class Builder {
    private static final Map<ReplicaType, String> OLDER_FIELDS =
        Map.of(ReplicaType.WORKER, "numWorkers");

    private final JobDraft draft = new JobDraft(OLDER_FIELDS);
    private boolean masterMayBeAlone;

    private Builder() {}

    /** The master, which leads the job; there is always one. */
    public Builder master(Consumer<ReplicaSpec.Builder> master) {
      draft.role(ReplicaType.MASTER, master);
      return this;
    }

    /** The master, which leads the job; there is always one. */
    public Builder master(ReplicaSpec master) {
      draft.role(ReplicaType.MASTER, master);
      return this;
    }

    /** The workers beside the master; 0 if it trains alone. */
    public Builder worker(int replicas) {
      return worker(r -> r.replicas(replicas));
    }

    /** The workers beside the master. */
    public Builder worker(Consumer<ReplicaSpec.Builder> worker) {
      draft.role(ReplicaType.WORKER, worker);
      return this;
    }

    /** The workers beside the master. */
    public Builder worker(ReplicaSpec worker) {
      draft.role(ReplicaType.WORKER, worker);
      return this;
    }

    /** How the job ends. */
    public Builder runPolicy(Consumer<RunPolicy.Builder> runPolicy) {
      draft.runPolicy(runPolicy);
      return this;
    }

    /** How the job ends. */
    public Builder runPolicy(RunPolicy runPolicy) {
      draft.runPolicy(runPolicy);
      return this;
    }

    /** The workers in the older form; not beside {@link #worker(int)} and its like. */
    public Builder numWorkers(int replicas) {
      draft.count(ReplicaType.WORKER, replicas);
      return this;
    }

    /**
     * Builds the job.
     *
     * @throws InvalidFieldException if there is not one master, nothing is said of workers, there
     *     are more than 2³¹−1 replicas in all, the master always restarts, or the workers are given
     *     in the older and in the newer form; and, as the parts are built, if one of their own
     *     fields is refused
     */
    public PyTorchJob build() {
      checkWorkersAreSaid();
      if (!draft.says(ReplicaType.MASTER)) {
        draft.role(ReplicaType.MASTER, ReplicaSpec.of(1));
      }
      Map<ReplicaType, ReplicaSpec> replicas = draft.replicas();
      checkMaster(replicas.get(ReplicaType.MASTER));
      JobRules rules = new JobRules(replicas, draft::countField);
      rules.checkSum();
      rules.checkLeaderEnds(ReplicaType.MASTER);
      return new AutoValue_PyTorchJob(replicas, draft.runPolicy());
    }

    private void checkWorkersAreSaid() {
      if (!draft.says(ReplicaType.WORKER) && !masterMayBeAlone) {
        throw new InvalidFieldException(
            "worker.replicas",
            null,
            "nothing says how many workers there are beside the master",
            "ask for some, or for 0 if the master trains alone");
      }
    }

    // Flyte makes one of any other number, and the operator has no job with more or less.
    private static void checkMaster(@Nullable ReplicaSpec master) {
      int masters = master == null ? 0 : master.replicas();
      if (masters != 1) {
        throw new InvalidFieldException(
            "master.replicas",
            masters,
            "a PyTorchJob has exactly one master",
            "leave it out, and say how many workers there are");
      }
    }
  }
}
