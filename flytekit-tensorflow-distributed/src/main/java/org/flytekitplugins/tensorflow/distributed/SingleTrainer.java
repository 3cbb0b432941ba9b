package org.flytekitplugins.tensorflow.distributed;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;

/** Trains alone, without any server. */
final class SingleTrainer extends Trainer {
  SingleTrainer(DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    super(training, cluster, checkpoints);
  }

  @Override
  Strategy strategy() {
    return Strategy.SINGLE;
  }

  @Override
  Trained train() {
    try (TrainingGraph graph =
            TrainingGraph.build(
                new TrainingGraph.Plan(training.model(), Layout.local())
                    .training(training.optimizer(), training.seed()));
        TrainingSession session = TrainingSession.local(graph, training.runtime())) {
      restoreOrInitialize(session);
      long from = session.globalStep();
      long step = trainFrom(from, from, session);
      writeLast(session, step);
      return new Trained(step, stepsPerReplica(session, step));
    }
  }

  @Override
  long peerNanos() {
    return 0;
  }

  @Override
  SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step) {
    return new TreeMap<>(Map.of(cluster.self(), step));
  }
}
