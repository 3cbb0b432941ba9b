package org.flytekitplugins.tensorflow.distributed;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The part of a parameter server in a training: to serve. */
final class ParameterServer {
  private ParameterServer() {}

  /**
   * Serves until the process ends.
   *
   * @return never, but tells the compiler so
   * @throws IllegalStateException if the thread is interrupted; the server itself goes on
   */
  static AssertionError serve(DistributedTraining training, ClusterShape cluster) {
    TrainingServer.start(cluster, SessionConfig.cluster(training, List.of(cluster.self())).build());
    training.listener().onEvent(cluster.self() + " serves");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(cluster.self() + " was interrupted while it served", e);
    }
    return new AssertionError("a latch that nobody counts down opened");
  }
}
