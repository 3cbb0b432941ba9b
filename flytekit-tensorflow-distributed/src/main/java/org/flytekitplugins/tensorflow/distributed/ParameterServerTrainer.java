package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.tensorflow.distributed.internal.peer.Deadline;
import org.flytekitplugins.tensorflow.distributed.internal.peer.PeerFailure;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

/**
 * Trains on variables that parameter servers keep. When one of them is lost, all that train open
 * their sessions again as soon as it is back, and the primary restores the last checkpoint.
 */
final class ParameterServerTrainer extends Trainer {
  private final ConfigProto config;
  private final RemoteCalls calls;
  private Deadline patience;
  private boolean hasStarted;

  ParameterServerTrainer(
      DistributedTraining training, ClusterShape cluster, Checkpoints checkpoints) {
    super(training, cluster, checkpoints);
    List<Replica> visible = new ArrayList<>(cluster.servers());
    visible.add(cluster.self());
    this.config = SessionConfig.cluster(training, visible).build();
    this.calls = new RemoteCalls(Layout.on(cluster.self()).self());
    this.patience = Deadline.in(training.deadlines().startUp());
  }

  @Override
  Strategy strategy() {
    return Strategy.PARAMETER_SERVER;
  }

  @Override
  Trained train() {
    TrainingServer.start(cluster, config);
    TrainingGraph graph = graph();
    try {
      while (true) {
        waiting(this::awaitServers);
        TrainingSession session = open(graph);
        try {
          Trained trained = train(session);
          RemoteResources.close(session);
          return trained;
        } catch (TensorFlowException e) {
          RemoteResources.abandon(session);
          if (!PeerFailure.isPossible(e)) {
            throw e;
          }
          prepareForAnotherTry(e);
        } catch (RuntimeException | Error e) {
          RemoteResources.abandon(session);
          throw e;
        }
      }
    } finally {
      // Waits for its sessions, and so perhaps for a server that is gone.
      RemoteResources.abandon(graph);
    }
  }

  private TrainingGraph graph() {
    return TrainingGraph.build(
        new TrainingGraph.Plan(training.model(), Layout.on(cluster.self(), cluster.servers()))
            .training(training.optimizer(), training.seed())
            .counting(cluster.self(), cluster.trainers())
            .endingEarly(training.earlyStopping() != null));
  }

  private TrainingSession open(TrainingGraph graph) {
    return TrainingSession.remote(graph, cluster.address(cluster.self()), config);
  }

  private void awaitServers() {
    try {
      new StartBarrier(cluster, training.deadlines().startUp()).await(cluster.servers());
    } catch (BarrierTimeoutException e) {
      throw hasStarted ? lostServers(e.missing(), e) : e;
    }
  }

  private void prepareForAnotherTry(TensorFlowException failure) {
    List<Replica> lost = new PeerSearch(cluster).justLost(cluster.servers());
    if (patience.hasPassed()) {
      throw lostServers(lost, failure);
    }
    event(
        "lost "
            + (lost.isEmpty() ? "a parameter server" : lost.toString())
            + " and opens its session again: "
            + PeerFailure.firstLine(failure));
    waiting(() -> Deadline.pause(Duration.ofMillis(200)));
  }

  private LostPeerException lostServers(List<Replica> lost, RuntimeException cause) {
    return new LostPeerException(
        "lost "
            + (lost.isEmpty() ? "a parameter server" : lost.toString())
            + " and could not go on within "
            + DurationText.limit(training.deadlines().startUp())
            + ": it must come back, then opening the session again is enough ("
            + PeerFailure.firstLine(cause)
            + ")",
        lost,
        LostPeerException.Remedy.REOPEN_SESSION,
        cause);
  }

  private Trained train(TrainingSession session) {
    awaitVariables(session);
    hasStarted = true;
    session.lastStep().ifPresent(early()::decided);
    Long done = session.stepsPerReplica().get(cluster.self());
    trainFrom(session.globalStep(), done == null ? 0 : done, session);
    session.reportEnd(cluster.self());
    if (cluster.isPrimary()) {
      new EndBarrier(cluster, training, session).await();
    }
    long step = session.globalStep();
    if (cluster.isPrimary()) {
      writeLast(session, step);
    }
    return new Trained(step, stepsPerReplica(session, step));
  }

  private void awaitVariables(TrainingSession session) {
    StartBarrier barrier = new StartBarrier(cluster, training.deadlines().startUp());
    if (session.isReady()) {
      event("joins at step " + session.globalStep());
      return;
    }
    if (cluster.isPrimary()) {
      if (!hasStarted) {
        event("waits for " + (cluster.trainers().size() - 1) + " workers");
        barrier.await(cluster.trainers());
      }
      restoreOrInitialize(session);
      return;
    }
    waiting(
        () -> {
          while (!session.isReady()) {
            barrier.pauseFor(cluster.primary(), "given the variables values");
          }
        });
  }

  // Before the first step it is no part of any.
  private void waiting(Runnable forOthers) {
    long start = System.nanoTime();
    forOthers.run();
    if (hasStarted) {
      calls.waited(System.nanoTime() - start);
    }
  }

  @Override
  RemoteCalls remoteCalls() {
    return calls;
  }

  @Override
  long peerNanos() {
    return calls.peerNanos();
  }

  // Only the primary's own batches count, and what it decides stands where all see it.
  @Override
  void decide(EarlyEnd early, TrainingSession session, TrainingSession.Outcome outcome) {
    outcome.lastStep().ifPresent(early::decided);
    if (cluster.isPrimary() && !early.isDecided()) {
      early.add(outcome.step(), outcome.measures());
      if (early.isDecided()) {
        session.endNow();
      }
    }
  }

  @Override
  void stepDone() {
    patience = Deadline.in(training.deadlines().startUp());
  }

  @Override
  SortedMap<Replica, Long> stepsPerReplica(TrainingSession session, long step) {
    SortedMap<Replica, Long> steps = session.stepsPerReplica();
    if (!cluster.isPrimary()) {
      // The others may still be under way.
      steps.keySet().retainAll(Set.of(cluster.self()));
    }
    return steps;
  }
}
