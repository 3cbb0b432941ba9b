package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.FieldOwner;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.flytekitplugins.spi.TaskStorage;
import org.flytekitplugins.spi.TrainingParameters;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerProbe;
import org.jspecify.annotations.Nullable;

/**
 * A training that each replica of a job runs in its own process: the same description in all of
 * them, on parameter servers, by all-reduce or alone.
 *
 * <p>A process runs one training, or the same one again: TensorFlow's server of a process cannot be
 * shut down, and the variables of parameter servers go by name.
 */
@AutoValue
public abstract class DistributedTraining {
  static {
    // As early as can be: Java reads it once, when a process looks up its first name.
    PeerProbe.neverCacheFailedLookups();
  }

  DistributedTraining() {}

  /** How features and labels become a loss, metrics and predictions. */
  public abstract Model model();

  /** How gradients change variables. */
  public abstract Optimizer optimizer();

  /** Where the batches of a replica come from. */
  public abstract BatchSource batches();

  /**
   * How many steps: with parameter servers updates of the whole job, whoever does them; with
   * all-reduce steps that all replicas take together.
   */
  public abstract long steps();

  /** What first values and the order of examples start from. */
  public abstract long seed();

  /** The strategy, or null for the one that the job's shape asks for. */
  public abstract @Nullable Strategy strategy();

  /** Who carries gradients from replica to replica, when that is by all-reduce. */
  public abstract Exchange exchange();

  /** What replicas tell each other from strangers by; or null. */
  public abstract @Nullable ExchangeSecret exchangeSecret();

  /**
   * With how many of the replicas that train the job goes on when others are lost, with {@link
   * Exchange#DIRECT}; or null for half of them.
   */
  public abstract @Nullable Integer minReplicas();

  /** When the primary writes checkpoints, and how many stay. */
  public abstract CheckpointPolicy checkpoints();

  /** How long a replica waits for others. */
  public abstract Deadlines deadlines();

  /** How TensorFlow runs in this process. */
  public abstract TensorflowRuntime runtime();

  /**
   * Who is told how the training goes, besides the progress log of the process.
   *
   * @see ProgressLog
   */
  public abstract TrainingListener listener();

  /** When the training has gone wrong for good. */
  public abstract Divergence divergence();

  /** When the training ends well before its last step; or null if it never does. */
  public abstract @Nullable EarlyStopping earlyStopping();

  /** How many steps lie between two reports. */
  public abstract long reportEvery();

  /** What an evaluator scores each checkpoint on, and the primary the trained model; or null. */
  public abstract @Nullable Iterable<Batch> evaluation();

  /** Where the primary exports the trained model, or null for a new temporary folder. */
  public abstract @Nullable Path savedModelFolder();

  /** The step of this process, from 1, to be traced; or null for none. */
  public abstract @Nullable Long traceStep();

  /** A builder that still needs model, optimizer, batches and steps. */
  public static Builder builder() {
    return new AutoValue_DistributedTraining.Builder()
        .seed(0)
        .exchange(Exchange.DIRECT)
        .exchangeSecret(ExchangeSecret.of(System.getenv()))
        .checkpoints(CheckpointPolicy.builder().build())
        .deadlines(Deadlines.builder().build())
        .runtime(TensorflowRuntime.builder().build())
        .listener(progress -> {})
        .divergence(Divergence.notFinite())
        .reportEvery(10);
  }

  /**
   * Trains as the replica that this process is, and keeps checkpoints in the storage of the running
   * task.
   *
   * @return what came out; a parameter server never returns, but serves until the process ends
   * @throws BarrierTimeoutException if peers did not come up in time
   * @throws LostPeerException if a peer was lost and the training cannot go on without it
   * @throws InvalidFieldException if the strategy does not fit the shape of the job
   */
  public final TrainingResult run() {
    return run(TrainingContext.current(), TaskStorage.current());
  }

  /**
   * Trains as a replica.
   *
   * @param context which replica, and where its peers are
   * @param storage where checkpoints are; the same for all replicas of the job
   * @return what came out; a parameter server never returns, but serves until the process ends
   * @throws BarrierTimeoutException if peers did not come up in time
   * @throws LostPeerException if a peer was lost and the training cannot go on without it
   * @throws InvalidFieldException if the strategy does not fit the shape of the job
   */
  public final TrainingResult run(TrainingContext context, TaskStorage storage) {
    ClusterShape cluster = new ClusterShape(context);
    Strategy strategy = cluster.strategy(strategy());
    cluster.requireAtLeast(minReplicas());
    runtime().prepareLoading();
    if (context.type() == ReplicaType.PS) {
      throw ParameterServer.serve(this, cluster);
    }
    putParameters(strategy);
    try (Checkpoints checkpoints =
        new Checkpoints(checkpoints(), storage, this::reportCheckpoint)) {
      if (context.type() == ReplicaType.EVALUATOR) {
        return new Evaluator(this, cluster, checkpoints, strategy).run();
      }
      try (Trainer trainer = trainer(cluster, checkpoints, strategy)) {
        return trainer.run();
      }
    }
  }

  /** Tells whoever started this replica, and the user's listener. */
  final void report(TrainingProgress progress, @Nullable ReplicaUsage usage) {
    log(log -> log.step(progress.step(), progress.metrics(), usage));
    listener().onProgress(progress);
  }

  private void reportCheckpoint(long step) {
    log(log -> log.checkpoint(step));
  }

  private void log(Consumer<ProgressLog> report) {
    try {
      report.accept(ProgressLog.current());
    } catch (UncheckedIOException e) {
      // A full disk is no reason to stop a training that can go on.
      listener().onEvent(String.valueOf(e.getMessage()));
    }
  }

  private void putParameters(Strategy strategy) {
    TrainingParameters parameters = TrainingParameters.current();
    parameters.put("training.strategy", strategy.name());
    parameters.put("training.optimizer", optimizer().getClass().getSimpleName());
    parameters.put("training.steps", String.valueOf(steps()));
    parameters.put("training.seed", String.valueOf(seed()));
  }

  private Trainer trainer(ClusterShape cluster, Checkpoints checkpoints, Strategy strategy) {
    switch (strategy) {
      case PARAMETER_SERVER:
        return new ParameterServerTrainer(this, cluster, checkpoints);
      case ALL_REDUCE:
        return exchange() == Exchange.DIRECT
            ? new AllReduceTrainer(this, cluster, checkpoints)
            : new CollectivesTrainer(this, cluster, checkpoints);
      case SINGLE:
        return new SingleTrainer(this, cluster, checkpoints);
    }
    throw new AssertionError(strategy);
  }

  /** Builds a {@link DistributedTraining}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** How features and labels become a loss, metrics and predictions. */
    public abstract Builder model(Model model);

    /** How gradients change variables. */
    public abstract Builder optimizer(Optimizer optimizer);

    /** Where the batches of a replica come from. */
    public abstract Builder batches(BatchSource batches);

    /** How many steps of the whole job, at least 1. */
    public abstract Builder steps(long steps);

    /** What first values and the order of examples start from; 0 unless set. */
    public abstract Builder seed(long seed);

    /** The strategy; null, and unless set, for the one that the job's shape asks for. */
    public abstract Builder strategy(@Nullable Strategy strategy);

    /**
     * Who carries gradients from replica to replica, when that is by all-reduce; {@link
     * Exchange#DIRECT} unless set.
     */
    public abstract Builder exchange(Exchange exchange);

    /**
     * What replicas tell each other from strangers by, with {@link Exchange#DIRECT}; what the
     * environment variable {@value ExchangeSecret#VARIABLE} says unless set, null for none.
     */
    public abstract Builder exchangeSecret(@Nullable ExchangeSecret secret);

    /**
     * With how many of the replicas that train, the primary counted, the job goes on when others
     * are lost, with {@link Exchange#DIRECT}. Below that all wait until enough are back: with the
     * number of all of them, the result is that of a job that loses none. Null, and unless set, for
     * half of them.
     */
    public abstract Builder minReplicas(@Nullable Integer minReplicas);

    /** With how many of the replicas that train the job goes on when others are lost. */
    public Builder minReplicas(int minReplicas) {
      return minReplicas(Integer.valueOf(minReplicas));
    }

    /** When the primary writes checkpoints, and how many stay. */
    public abstract Builder checkpoints(CheckpointPolicy checkpoints);

    /**
     * When the primary writes checkpoints, and how many stay.
     *
     * @throws InvalidFieldException as {@link CheckpointPolicy.Builder#build} does
     */
    public Builder checkpoints(Consumer<CheckpointPolicy.Builder> checkpoints) {
      return checkpoints(
          FieldOwner.of(
              "checkpoints",
              () -> {
                CheckpointPolicy.Builder builder = CheckpointPolicy.builder();
                checkpoints.accept(builder);
                return builder.build();
              }));
    }

    /** How long a replica waits for others. */
    public abstract Builder deadlines(Deadlines deadlines);

    /**
     * How long a replica waits for others.
     *
     * @throws InvalidFieldException as {@link Deadlines.Builder#build} does
     */
    public Builder deadlines(Consumer<Deadlines.Builder> deadlines) {
      return deadlines(
          FieldOwner.of(
              "deadlines",
              () -> {
                Deadlines.Builder builder = Deadlines.builder();
                deadlines.accept(builder);
                return builder.build();
              }));
    }

    /** How TensorFlow runs in this process. */
    public abstract Builder runtime(TensorflowRuntime runtime);

    /**
     * How TensorFlow runs in this process.
     *
     * @throws InvalidFieldException as {@link TensorflowRuntime.Builder#build} does
     */
    public Builder runtime(Consumer<TensorflowRuntime.Builder> runtime) {
      return runtime(
          FieldOwner.of(
              "runtime",
              () -> {
                TensorflowRuntime.Builder builder = TensorflowRuntime.builder();
                runtime.accept(builder);
                return builder.build();
              }));
    }

    /** Who is told how the training goes. */
    public abstract Builder listener(TrainingListener listener);

    /** When the training has gone wrong for good; a loss that is no number unless set. */
    public abstract Builder divergence(Divergence divergence);

    /** When the training ends well before its last step; null, and unless set, for never. */
    public abstract Builder earlyStopping(@Nullable EarlyStopping earlyStopping);

    /**
     * When the training ends well before its last step.
     *
     * @throws InvalidFieldException as {@link EarlyStopping.Builder#build} does
     */
    public Builder earlyStopping(Consumer<EarlyStopping.Builder> earlyStopping) {
      return earlyStopping(
          FieldOwner.of(
              "earlyStopping",
              () -> {
                EarlyStopping.Builder builder = EarlyStopping.builder();
                earlyStopping.accept(builder);
                return builder.build();
              }));
    }

    /** How many steps lie between two reports, at least 1; 10 unless set. */
    public abstract Builder reportEvery(long steps);

    /**
     * What an evaluator scores each checkpoint on, and the primary the trained model; it is gone
     * through each time. Null, and unless set, for nothing; a job with an evaluator needs it.
     */
    public abstract Builder evaluation(@Nullable Iterable<Batch> evaluation);

    /**
     * Where the primary exports the trained model: nothing may be there but another exported model,
     * which is replaced. Null, and unless set, for a new temporary folder, which is deleted when
     * the process ends.
     */
    public abstract Builder savedModelFolder(@Nullable Path folder);

    /**
     * The step of this process, from 1, to be traced, to see where its operations run; null, and
     * unless set, for none.
     */
    public abstract Builder traceStep(@Nullable Long step);

    /** The step of this process, from 1, to be traced. */
    public Builder traceStep(long step) {
      return traceStep(Long.valueOf(step));
    }

    abstract DistributedTraining autoBuild();

    /**
     * Builds the training.
     *
     * @throws InvalidFieldException if steps, reports, replicas or the traced step are below 1
     * @throws IllegalStateException if model, optimizer, batches or steps are missing
     */
    public DistributedTraining build() {
      DistributedTraining training = autoBuild();
      NumberRanges.requireAtLeastOne("steps", training.steps());
      NumberRanges.requireAtLeastOne("reportEvery", training.reportEvery());
      Integer minReplicas = training.minReplicas();
      if (minReplicas != null) {
        NumberRanges.requireAtLeastOne("minReplicas", minReplicas);
      }
      Long traceStep = training.traceStep();
      if (traceStep != null) {
        NumberRanges.requireAtLeastOne("traceStep", traceStep);
      }
      return training;
    }
  }
}
