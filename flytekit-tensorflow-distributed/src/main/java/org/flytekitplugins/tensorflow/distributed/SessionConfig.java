package org.flytekitplugins.tensorflow.distributed;

import java.util.Collection;
import org.flytekitplugins.kubeflow.Replica;
import org.tensorflow.proto.ConfigProto;

/** How sessions and servers are set up. */
final class SessionConfig {
  private SessionConfig() {}

  /** For a session of this process alone. */
  static ConfigProto local(TensorflowRuntime runtime) {
    return alone(runtime).build();
  }

  /** For a session of this process alone that runs a graph. */
  static ConfigProto local(TensorflowRuntime runtime, TrainingGraph graph) {
    ConfigProto.Builder config = alone(runtime);
    GraphWork work = GraphWork.of(graph);
    Integer chosen = runtime.chosenInterOpThreads();
    // It does not round the smallest numbers to 0, as the usual way does, and so is slow with them:
    // alone that costs more than it saves, beside other replicas on the same processors it pays.
    boolean isExchanging = graph.ownSums() != null;
    if (isExchanging && work.isInOrder() && (chosen == null ? work.isBrief() : chosen == 1)) {
      // In the thread that calls, and without what it takes to share operations with others.
      config.setInterOpParallelismThreads(-1);
      config.getExperimentalBuilder().setExecutorType("SINGLE_THREADED_EXECUTOR");
    }
    return config.build();
  }

  private static ConfigProto.Builder alone(TensorflowRuntime runtime) {
    // Otherwise the first session of the process decides for all.
    return threads(runtime).setUsePerSessionThreads(true);
  }

  /**
   * For a server, and the sessions that it leads.
   *
   * @param visible the replicas that the session may use; without this it would wait for all
   */
  static ConfigProto.Builder cluster(DistributedTraining training, Collection<Replica> visible) {
    ConfigProto.Builder config =
        threads(training.runtime()).setOperationTimeoutInMs(training.deadlines().step().toMillis());
    visible.forEach(replica -> config.addDeviceFilters(ClusterShape.task(replica)));
    return config;
  }

  private static ConfigProto.Builder threads(TensorflowRuntime runtime) {
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(runtime.intraOpThreads())
        .setInterOpParallelismThreads(runtime.interOpThreads());
  }
}
