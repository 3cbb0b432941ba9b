package org.flytekitplugins.tensorflow.distributed;

import java.util.Collection;
import org.flytekitplugins.kubeflow.Replica;
import org.tensorflow.proto.ConfigProto;

/** How sessions and servers are set up. */
final class SessionConfig {
  private SessionConfig() {}

  /** For a session of this process alone. */
  static ConfigProto local(TensorflowRuntime runtime) {
    return threads(runtime)
        // Otherwise the first session of the process decides for all.
        .setUsePerSessionThreads(true)
        .build();
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
