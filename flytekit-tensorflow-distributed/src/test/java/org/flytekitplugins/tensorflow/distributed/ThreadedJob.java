package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.spi.TaskStorage;

/** A job whose replicas are threads of this process, each with a real TensorFlow server. */
final class ThreadedJob implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<Replica, Future<TrainingResult>> results = new LinkedHashMap<>();

  /** Starts all replicas of a job. */
  static ThreadedJob start(
      LoopbackCluster cluster,
      TaskStorage storage,
      Function<Replica, DistributedTraining> training) {
    ThreadedJob job = new ThreadedJob();
    for (Replica replica : cluster.replicas()) {
      job.results.put(
          replica,
          job.threads.submit(
              () -> training.apply(replica).run(cluster.context(replica.toString()), storage)));
    }
    return job;
  }

  /** The results of all replicas that end, by name. */
  Map<String, TrainingResult> results() throws Exception {
    Map<String, TrainingResult> ended = new LinkedHashMap<>();
    for (Map.Entry<Replica, Future<TrainingResult>> entry : results.entrySet()) {
      if (entry.getKey().type() != ReplicaType.PS) {
        ended.put(entry.getKey().toString(), entry.getValue().get(90, TimeUnit.SECONDS));
      }
    }
    return ended;
  }

  /** What each replica that ends threw. */
  List<Throwable> failures() throws InterruptedException, TimeoutException {
    List<Throwable> failures = new ArrayList<>();
    for (Map.Entry<Replica, Future<TrainingResult>> entry : results.entrySet()) {
      if (entry.getKey().type() != ReplicaType.PS) {
        try {
          entry.getValue().get(90, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
    }
    return failures;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
