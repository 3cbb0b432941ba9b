package org.flytekitplugins.examples.command;

import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.Strategy;
import org.jspecify.annotations.Nullable;

/** The job of the training task in the size that was asked for on the command line. */
final class DigitsJob {
  private DigitsJob() {}

  /**
   * A job in another size: its strategy follows from its shape.
   *
   * @param workers how many workers, or null for those of the task
   * @param ps how many parameter servers, or null for what the strategy wants
   * @throws IllegalArgumentException if these do not go together; the message is one sentence
   */
  static TrainingCluster sized(
      TfJob job, Strategy strategy, @Nullable Integer workers, @Nullable Integer ps) {
    check(strategy, workers, ps);
    TfJob.Builder sized = job.toBuilder();
    switch (strategy) {
      case SINGLE -> sized.chief(0).worker(resized(job, ReplicaType.WORKER, 1)).ps(0);
      case ALL_REDUCE -> sized.worker(resized(job, ReplicaType.WORKER, workers)).ps(0);
      case PARAMETER_SERVER ->
          sized
              .worker(resized(job, ReplicaType.WORKER, workers))
              .ps(resized(job, ReplicaType.PS, ps));
    }
    return sized.build().cluster();
  }

  private static ReplicaSpec resized(TfJob job, ReplicaType type, @Nullable Integer replicas) {
    ReplicaSpec spec = job.replicas().getOrDefault(type, ReplicaSpec.of(1));
    return replicas == null ? spec : spec.toBuilder().replicas(replicas).build();
  }

  private static void check(Strategy strategy, @Nullable Integer workers, @Nullable Integer ps) {
    if (workers != null && workers < 1) {
      throw new IllegalArgumentException(
          "workers is " + workers + ", but a TFJob needs one: use 1 or more");
    }
    if (strategy == Strategy.PARAMETER_SERVER && ps != null && ps < 1) {
      throw new IllegalArgumentException(
          "ps is " + ps + ", but somebody must hold the variables: use 1 or more");
    }
    if (strategy != Strategy.PARAMETER_SERVER && ps != null && ps != 0) {
      throw new IllegalArgumentException(
          "ps is " + ps + ", but this strategy has no parameter servers: leave out --ps");
    }
    if (strategy == Strategy.SINGLE && workers != null && workers != 1) {
      throw new IllegalArgumentException(
          "workers is " + workers + ", but a single process trains alone: leave out --workers");
    }
  }
}
