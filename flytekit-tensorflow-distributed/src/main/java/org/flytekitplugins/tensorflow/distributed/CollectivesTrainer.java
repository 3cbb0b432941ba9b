package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerFailure;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

/**
 * Trains in step with the other replicas, with {@link Exchange#COLLECTIVES}. TensorFlow's
 * collective operations do not outlive a lost member, in any of the processes: all must start
 * again.
 */
final class CollectivesTrainer extends Trainer {
  private final RemoteCalls calls;
  private long step;

  CollectivesTrainer(DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    super(training, cluster, checkpoints);
    this.calls = new RemoteCalls(Layout.on(cluster.self()).self());
  }

  @Override
  Strategy strategy() {
    return Strategy.ALL_REDUCE;
  }

  @Override
  Trained train() {
    ConfigProto config = config();
    TrainingServer.start(cluster, config);
    event("waits for " + (cluster.trainers().size() - 1) + " peers");
    new StartBarrier(cluster, training.deadlines().startUp()).await(cluster.trainers());
    TrainingGraph graph = graph();
    try {
      TrainingSession session =
          TrainingSession.remote(graph, cluster.address(cluster.self()), config);
      try {
        return train(session);
      } finally {
        RemoteResources.close(session);
      }
    } catch (TensorFlowException e) {
      throw PeerFailure.isPossible(e) ? lostPeer(e) : e;
    } finally {
      RemoteResources.abandon(graph);
    }
  }

  private Trained train(TrainingSession session) {
    if (cluster.isPrimary()) {
      restoreOrInitialize(session);
    }
    session.synchronize();
    step = session.globalStep();
    step = trainFrom(step, step, session);
    if (cluster.isPrimary()) {
      writeLast(session, step);
    }
    finish(session);
    return new Trained(step, stepsPerReplica(session, step));
  }

  // The primary's exit ends the job, so it waits here until the others have done their last step.
  private void finish(TrainingSession session) {
    try {
      session.finish();
    } catch (TensorFlowException e) {
      if (!cluster.isPrimary() || !PeerFailure.isPossible(e)) {
        throw e;
      }
      event("lost a peer after the last step: " + PeerFailure.firstLine(e));
    }
  }

  @Override
  String whoseLoss() {
    return "all " + cluster.trainers().size() + " replicas, as " + cluster.self() + " sees it";
  }

  @Override
  RemoteCalls remoteCalls() {
    return calls;
  }

  @Override
  long peerNanos() {
    return calls.peerNanos();
  }

  @Override
  void stepDone() {
    step++;
  }

  @Override
  SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step) {
    SortedMap<Replica, Long> steps = new TreeMap<>();
    cluster.trainers().forEach(replica -> steps.put(replica, step));
    return steps;
  }

  private TrainingGraph graph() {
    return TrainingGraph.build(
        new TrainingGraph.Plan(training.model(), Layout.on(cluster.self()))
            .training(training.optimizer(), training.seed())
            .collectives(
                cluster.trainers().size(),
                cluster.isPrimary(),
                training.deadlines().step().toMillis() / 1000f));
  }

  private ConfigProto config() {
    ConfigProto.Builder config = SessionConfig.cluster(training, List.of(cluster.self()));
    Replica leader = cluster.primary();
    config
        .getExperimentalBuilder()
        .setCollectiveGroupLeader(
            "/job:" + leader.type().lowerCaseName() + "/replica:0/task:" + leader.index());
    return config.build();
  }

  private LostPeerException lostPeer(TensorFlowException failure) {
    List<Replica> lost = new PeerSearch(cluster).justLost(cluster.trainers());
    String who =
        lost.isEmpty()
            ? "a peer"
            : lost.stream()
                .map(r -> r + " (" + cluster.address(r) + ")")
                .collect(Collectors.joining(" and "));
    return new LostPeerException(
        "lost "
            + who
            + " at step "
            + step
            + ": all replicas must start again, and resume from the last checkpoint ("
            + PeerFailure.firstLine(failure)
            + ")",
        lost,
        LostPeerException.Remedy.RESTART_JOB,
        failure);
  }
}
