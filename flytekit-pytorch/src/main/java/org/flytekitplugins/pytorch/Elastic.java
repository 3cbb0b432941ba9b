package org.flytekitplugins.pytorch;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.kubeflow.internal.CallingLine;
import org.flytekitplugins.kubeflow.internal.FieldsBesideCounts;
import org.flytekitplugins.kubeflow.internal.JobDraft;
import org.flytekitplugins.pytorch.internal.ElasticConfig;
import org.flytekitplugins.pytorch.internal.PytorchJobKind;
import org.flytekitplugins.spi.SharedMemory;
import org.jspecify.annotations.Nullable;

/**
 * A training that torchrun starts, on one node or as an elastic PyTorchJob, in which workers may
 * come and go between a least and a most number of them.
 *
 * <pre>{@code
 * Elastic.builder()
 *     .nnodes("1:3")
 *     .nprocPerNode(2)
 *     .maxRestarts(3)
 *     .worker(w -> w.requests(r -> r.cpu("2").memory("4Gi")).restartPolicy(ON_FAILURE))
 *     .build()
 * }</pre>
 *
 * <p>{@code nnodes(1)}, the number, is no job: the task is a plain one, with as many processes in
 * its one pod as were asked for. {@code nnodes("1")} or {@code "1:1"} is a job of one worker.
 *
 * <p>There is no master. All workers are alike, and one of them leads that torch elects. With the
 * restart policy {@code NEVER}, which they have unless another is set, the end of one worker fails
 * the job even where enough others are left.
 */
@AutoValue
public abstract class Elastic implements TrainingJob, Serializable {
  private static final long serialVersionUID = 1L;

  // No part of what the job is: equal jobs may be built in several places.
  private final transient @Nullable CallingLine builtBy = CallingLine.of(Elastic.class);

  Elastic() {}

  /** Where the user's code has built it; null if it comes out of a stream. */
  final @Nullable StackTraceElement builtAt() {
    return builtBy == null ? null : builtBy.element();
  }

  abstract NodeRange nodes();

  /** How many processes each worker starts. */
  public abstract int nprocPerNode();

  /** How often all processes are started again before the training has failed. */
  public abstract int maxRestarts();

  /** How often a worker looks after its processes. */
  public abstract Duration monitorInterval();

  /** How the workers find each other, by torch's names. */
  public abstract Map<String, String> rdzvConfigs();

  /** How a worker starts its processes: {@code spawn} or {@code fork}. */
  public abstract String startMethod();

  /** The volume at {@code /dev/shm}, or null for the container runtime's own. */
  public abstract @Nullable SharedMemory sharedMemory();

  /** What each worker gets; its count is {@link #maxReplicas}. */
  public abstract ReplicaSpec worker();

  /** How the job ends, as it was asked for. */
  public abstract RunPolicy runPolicy();

  /** The nodes as torchrun takes them: {@code 1} of a plain task, else {@code least:most}. */
  public final String nnodes() {
    return nodes().toString();
  }

  /** With how many workers the training can go on. */
  public final int minReplicas() {
    return nodes().least();
  }

  /** How many workers there are at most, and so how many pods. */
  public final int maxReplicas() {
    return nodes().most();
  }

  /** Whether this is no job, but a plain task that starts processes on its one node. */
  public final boolean isPlain() {
    return nodes().isPlain();
  }

  /** A builder of a plain task with one process. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The job that asks for a cluster, for example for one that was read from a resource. It starts
   * with the most workers, however many the cluster begins with. What a cluster does not say, such
   * as {@link #rdzvConfigs}, is as it is unless set.
   *
   * @throws InvalidFieldException as {@link Builder#build} does, and if the cluster is not elastic,
   *     has other roles than workers, or keeps its rendezvous elsewhere than at worker 0
   */
  public static Elastic of(TrainingCluster cluster) {
    ElasticConfig config =
        ElasticConfig.of(cluster)
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        "elasticPolicy", "", "the job is not elastic", "use PyTorchJob.of"));
    new PytorchJobKind().check(cluster);
    if (!config.rdzvBackend().equals(ElasticConfig.C10D)) {
      throw new InvalidFieldException(
          "rdzvBackend",
          config.rdzvBackend(),
          "workers meet at worker 0, by " + ElasticConfig.C10D,
          "use " + ElasticConfig.C10D);
    }
    Builder builder =
        builder()
            .nnodes(config.minReplicas() + ":" + config.maxReplicas())
            .nprocPerNode(config.nprocPerNode())
            .maxRestarts(config.maxRestarts());
    ReplicaSpec workers = Objects.requireNonNull(cluster.replicas().get(ReplicaType.WORKER));
    builder.draft.add(
        Map.of(ReplicaType.WORKER, workers.toBuilder().replicas(1).build()), cluster.runPolicy());
    return builder.build();
  }

  /**
   * A builder with these values. A lambda changes what the workers or the run policy have; a spec
   * replaces it.
   */
  public Builder toBuilder() {
    Builder builder = builder();
    builder.nodes = nodes();
    builder.nprocPerNode = nprocPerNode();
    builder.maxRestarts = maxRestarts();
    builder.monitorInterval = monitorInterval();
    builder.rdzvConfigs = rdzvConfigs();
    builder.startMethod = startMethod();
    builder.sharedMemory = sharedMemory();
    builder.draft.add(
        Map.of(ReplicaType.WORKER, worker().toBuilder().replicas(1).build()), runPolicy());
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
   *
   * <p>The default backoff limit is {@value TrainingCluster#DEFAULT_BACKOFF_LIMIT} times the most
   * workers, because the loss of worker 0, which keeps the rendezvous, has all of them start again,
   * and the operator adds that up.
   *
   * @throws InvalidFieldException if this is a plain task, of which no operator hears
   */
  @Override
  public TrainingCluster cluster() {
    if (isPlain()) {
      throw new InvalidFieldException(
          "nnodes", 1, "that is a plain task and no job", NodeRange.FOR_A_JOB);
    }
    return TrainingCluster.of(Map.of(ReplicaType.WORKER, worker()), patientRunPolicy())
        .withOptions(
            ElasticConfig.of(
                    ElasticConfig.C10D, minReplicas(), maxReplicas(), nprocPerNode(), maxRestarts())
                .options())
        .withDefaults();
  }

  private RunPolicy patientRunPolicy() {
    if (runPolicy().backoffLimit() != null || worker().restartPolicy() == RestartPolicy.NEVER) {
      return runPolicy();
    }
    long restarts = (long) TrainingCluster.DEFAULT_BACKOFF_LIMIT * maxReplicas();
    return runPolicy().toBuilder()
        .backoffLimit((int) Math.min(Integer.MAX_VALUE, restarts))
        .build();
  }

  /** Builds an {@link Elastic}. */
  public static final class Builder {
    private NodeRange nodes = NodeRange.of(1);
    private int nprocPerNode = 1;
    private int maxRestarts;
    private Duration monitorInterval = Duration.ofSeconds(5);
    private Map<String, String> rdzvConfigs =
        RdzvConfigs.of(Map.of("timeout", 900, "join_timeout", 900));
    private String startMethod = "spawn";
    private @Nullable SharedMemory sharedMemory = SharedMemory.unlimited();
    private final JobDraft draft = new JobDraft(Map.of());

    private Builder() {}

    /** A number of nodes that stays the same; 1, as it is unless set, for a plain task. */
    public Builder nnodes(int nodes) {
      this.nodes = NodeRange.of(nodes);
      return this;
    }

    /** The least and the most nodes of a job, as {@code "1:3"}, or a number of them. */
    public Builder nnodes(String nodes) {
      this.nodes = NodeRange.parse(nodes);
      return this;
    }

    /** How many processes each worker starts, from 1 up; 1 unless set. */
    public Builder nprocPerNode(int nprocPerNode) {
      this.nprocPerNode = nprocPerNode;
      return this;
    }

    /**
     * How often all processes are started again, because one has failed or a worker has left,
     * before the training has failed; from 0 up, 0 unless set.
     */
    public Builder maxRestarts(int maxRestarts) {
      this.maxRestarts = maxRestarts;
      return this;
    }

    /** How often a worker looks after its processes; 5 seconds unless set. */
    public Builder monitorInterval(Duration monitorInterval) {
      this.monitorInterval = Objects.requireNonNull(monitorInterval, "monitorInterval");
      return this;
    }

    /**
     * How the workers find each other, by torch's names, such as {@code join_timeout} in seconds;
     * in place of {@code timeout} and {@code join_timeout} of 900 seconds each.
     *
     * @param rdzvConfigs texts, numbers and booleans by name
     * @throws InvalidFieldException if one of them has no place on torchrun's command line, or if a
     *     time-out is no time
     */
    public Builder rdzvConfigs(Map<String, ?> rdzvConfigs) {
      this.rdzvConfigs = RdzvConfigs.of(rdzvConfigs);
      return this;
    }

    /** How a worker starts its processes, {@code spawn} or {@code fork}; spawn unless set. */
    public Builder startMethod(String startMethod) {
      this.startMethod = Objects.requireNonNull(startMethod, "startMethod");
      return this;
    }

    /**
     * The volume at {@code /dev/shm}, through which torch's data loaders hand over their batches;
     * one that may grow to the pod's memory limit unless set. Null for the container runtime's own,
     * which often has 64 MiB.
     */
    public Builder sharedMemory(@Nullable SharedMemory sharedMemory) {
      this.sharedMemory = sharedMemory;
      return this;
    }

    /** What each worker of a job gets; {@code nnodes} says how many there are. */
    public Builder worker(Consumer<ReplicaSpec.Builder> worker) {
      draft.role(ReplicaType.WORKER, worker);
      return this;
    }

    /** What each worker of a job gets; {@code nnodes} says how many there are. */
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

    /**
     * Builds it.
     *
     * @throws InvalidFieldException if a number or the start method is out of its range, the
     *     workers have a count of their own or always restart, or a plain task has what only a job
     *     has; and, as the parts are built, if one of their own fields is refused
     */
    public Elastic build() {
      checkNumbers();
      checkStartMethod();
      ReplicaSpec worker = checkedWorker();
      if (nodes.isPlain()) {
        checkPlain(worker);
      }
      return new AutoValue_Elastic(
          nodes,
          nprocPerNode,
          maxRestarts,
          monitorInterval,
          rdzvConfigs,
          startMethod,
          sharedMemory,
          worker.toBuilder().replicas(nodes.most()).build(),
          draft.runPolicy());
    }

    private void checkNumbers() {
      if (nprocPerNode < 1) {
        throw new InvalidFieldException(
            "nprocPerNode", nprocPerNode, "a node starts at least one process", "use 1 or more");
      }
      if (maxRestarts < 0) {
        throw new InvalidFieldException(
            "maxRestarts", maxRestarts, "a count cannot be negative", "use 0 or more");
      }
      if (monitorInterval.isNegative() || monitorInterval.isZero()) {
        throw new InvalidFieldException(
            "monitorInterval",
            monitorInterval,
            "a worker would never rest",
            "use more than zero, for example PT5S");
      }
    }

    private void checkStartMethod() {
      if (!startMethod.equals("spawn") && !startMethod.equals("fork")) {
        throw new InvalidFieldException(
            "startMethod", startMethod, "torch starts processes otherwise", "use spawn or fork");
      }
    }

    private ReplicaSpec checkedWorker() {
      if (!draft.says(ReplicaType.WORKER)) {
        return ReplicaSpec.of(1);
      }
      ReplicaSpec worker = draft.replicas().getOrDefault(ReplicaType.WORKER, ReplicaSpec.of(0));
      if (worker.replicas() != 1) {
        throw new InvalidFieldException(
            "worker.replicas",
            worker.replicas(),
            "nnodes says how many workers there are",
            "leave it out");
      }
      if (worker.restartPolicy() == RestartPolicy.ALWAYS) {
        throw new InvalidFieldException(
            "worker.restartPolicy",
            RestartPolicy.ALWAYS,
            "a job succeeds when a worker ends well, and one that always restarts never ends",
            "use ON_FAILURE or NEVER");
      }
      return worker;
    }

    // Flyte's Python plugin drops them without a word.
    private void checkPlain(ReplicaSpec worker) {
      FieldsBesideCounts.of(Map.of(ReplicaType.WORKER, worker), draft.runPolicy())
          .forEach(
              (field, value) -> {
                throw new InvalidFieldException(
                    field,
                    value,
                    "nnodes is 1, which makes a plain task that has no such thing",
                    NodeRange.FOR_A_JOB);
              });
    }
  }
}
