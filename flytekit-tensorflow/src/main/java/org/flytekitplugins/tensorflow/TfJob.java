package org.flytekitplugins.tensorflow;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.util.Map;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.CallingLine;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.kubeflow.internal.JobDraft;
import org.flytekitplugins.tensorflow.internal.TensorflowJobKind;
import org.jspecify.annotations.Nullable;

/**
 * A Kubeflow TFJob: how many chiefs, workers, parameter servers and evaluators train together, what
 * each gets, and how the job ends.
 *
 * <pre>{@code
 * TfJob.builder()
 *     .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")))
 *     .worker(w -> w.replicas(2).requests(r -> r.cpu("2").memory("4Gi")))
 *     .ps(p -> p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")))
 *     .runPolicy(r -> r.backoffLimit(3))
 *     .build()
 * }</pre>
 *
 * <p>What Flyte has no way to tell the operator has no method here: a success policy, the restart
 * policy {@code ExitCode}, dynamic workers, a scheduling policy, and arguments, environment or node
 * selectors of one role.
 */
@AutoValue
public abstract class TfJob implements TrainingJob, Serializable {
  private static final long serialVersionUID = 1L;

  // No part of what the job is: equal jobs may be built in several places.
  private final transient @Nullable CallingLine builtBy = CallingLine.of(TfJob.class);

  TfJob() {}

  /** Where the user's code has built it; null if it comes out of a stream. */
  final @Nullable StackTraceElement builtAt() {
    return builtBy == null ? null : builtBy.element();
  }

  /** The roles that have replicas, in the order of {@link ReplicaType}, as they were asked for. */
  public abstract Map<ReplicaType, ReplicaSpec> replicas();

  /** How the job ends, as it was asked for. */
  public abstract RunPolicy runPolicy();

  /** A builder of a job without replicas; a worker is the least it needs. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The job that asks for a cluster, for example for one that was read from a resource.
   *
   * @throws InvalidFieldException as {@link Builder#build} does, and if the cluster has a master,
   *     which Flyte calls chief
   */
  public static TfJob of(TrainingCluster cluster) {
    if (cluster.size(ReplicaType.MASTER) > 0) {
      throw new InvalidFieldException(
          "replicas", cluster.sizes(), "Flyte has no master of a TFJob", "make it the chief");
    }
    Builder builder = builder();
    builder.draft.add(cluster.replicas(), cluster.runPolicy());
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
    return builder;
  }

  /** The rules of a TFJob. */
  @Override
  public JobKind kind() {
    return new TensorflowJobKind();
  }

  /**
   * What the operator is told: what was asked for, with our defaults where nothing was said. The
   * resources of a task are not in it; the task's own custom field adds them where they are needed.
   */
  @Override
  public TrainingCluster cluster() {
    return TrainingCluster.of(replicas(), runPolicy()).withDefaults();
  }

  /** Builds a {@link TfJob}. Each role takes a count, a spec, or a lambda that configures one. */
  public static final class Builder {
    private static final Map<ReplicaType, String> OLDER_FIELDS =
        Map.of(
            ReplicaType.CHIEF, "numChiefReplicas",
            ReplicaType.WORKER, "numWorkers",
            ReplicaType.PS, "numPsReplicas",
            ReplicaType.EVALUATOR, "numEvaluatorReplicas");

    private final JobDraft draft = new JobDraft(OLDER_FIELDS);

    private Builder() {}

    /** The chief, which leads the job; 0 or 1. Without one, worker 0 leads. */
    public Builder chief(int replicas) {
      return chief(r -> r.replicas(replicas));
    }

    /** The chief, which leads the job. */
    public Builder chief(Consumer<ReplicaSpec.Builder> chief) {
      draft.role(ReplicaType.CHIEF, chief);
      return this;
    }

    /** The chief, which leads the job. */
    public Builder chief(ReplicaSpec chief) {
      draft.role(ReplicaType.CHIEF, chief);
      return this;
    }

    /** The workers; at least one. */
    public Builder worker(int replicas) {
      return worker(r -> r.replicas(replicas));
    }

    /** The workers; at least one. */
    public Builder worker(Consumer<ReplicaSpec.Builder> worker) {
      draft.role(ReplicaType.WORKER, worker);
      return this;
    }

    /** The workers; at least one. */
    public Builder worker(ReplicaSpec worker) {
      draft.role(ReplicaType.WORKER, worker);
      return this;
    }

    /** The parameter servers, which hold the variables. */
    public Builder ps(int replicas) {
      return ps(r -> r.replicas(replicas));
    }

    /** The parameter servers, which hold the variables. */
    public Builder ps(Consumer<ReplicaSpec.Builder> ps) {
      draft.role(ReplicaType.PS, ps);
      return this;
    }

    /** The parameter servers, which hold the variables. */
    public Builder ps(ReplicaSpec ps) {
      draft.role(ReplicaType.PS, ps);
      return this;
    }

    /** The evaluators, which score checkpoints; TensorFlow itself expects one at most. */
    public Builder evaluator(int replicas) {
      return evaluator(r -> r.replicas(replicas));
    }

    /** The evaluators, which score checkpoints; TensorFlow itself expects one at most. */
    public Builder evaluator(Consumer<ReplicaSpec.Builder> evaluator) {
      draft.role(ReplicaType.EVALUATOR, evaluator);
      return this;
    }

    /** The evaluators, which score checkpoints; TensorFlow itself expects one at most. */
    public Builder evaluator(ReplicaSpec evaluator) {
      draft.role(ReplicaType.EVALUATOR, evaluator);
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

    /** The chief in the older form; not beside {@link #chief(int)} and its like. */
    public Builder numChiefReplicas(int replicas) {
      draft.count(ReplicaType.CHIEF, replicas);
      return this;
    }

    /** The workers in the older form; not beside {@link #worker(int)} and its like. */
    public Builder numWorkers(int replicas) {
      draft.count(ReplicaType.WORKER, replicas);
      return this;
    }

    /** The parameter servers in the older form; not beside {@link #ps(int)} and its like. */
    public Builder numPsReplicas(int replicas) {
      draft.count(ReplicaType.PS, replicas);
      return this;
    }

    /** The evaluators in the older form; not beside {@link #evaluator(int)} and its like. */
    public Builder numEvaluatorReplicas(int replicas) {
      draft.count(ReplicaType.EVALUATOR, replicas);
      return this;
    }

    /** What each replica of the roles in the older form requests. */
    public Builder perReplicaRequests(ResourceList requests) {
      draft.perReplicaRequests(requests);
      return this;
    }

    /** What each replica of the roles in the older form requests. */
    public Builder perReplicaRequests(Consumer<ResourceList.Builder> requests) {
      return perReplicaRequests(
          FieldOwner.of("perReplicaRequests", () -> ResourceList.of(requests)));
    }

    /** What each replica of the roles in the older form is limited to. */
    public Builder perReplicaLimits(ResourceList limits) {
      draft.perReplicaLimits(limits);
      return this;
    }

    /** What each replica of the roles in the older form is limited to. */
    public Builder perReplicaLimits(Consumer<ResourceList.Builder> limits) {
      return perReplicaLimits(FieldOwner.of("perReplicaLimits", () -> ResourceList.of(limits)));
    }

    /**
     * Builds the job.
     *
     * @throws InvalidFieldException if there is no worker, more than one chief, more than 2³¹−1
     *     replicas in all, a leading role that always restarts, or a role in the older and in the
     *     newer form; and, as the parts are built, if one of their own fields is refused
     */
    public TfJob build() {
      Map<ReplicaType, ReplicaSpec> replicas = draft.replicas();
      new TfJobRules(replicas, draft::countField).check();
      return new AutoValue_TfJob(replicas, draft.runPolicy());
    }
  }
}
