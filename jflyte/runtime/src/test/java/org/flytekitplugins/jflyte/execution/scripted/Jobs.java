package org.flytekitplugins.jflyte.execution.scripted;

import java.util.Locale;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingJob;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.tensorflow.TfJob;

/**
 * Jobs in a short form: {@code chief:1 worker:2/ON_FAILURE ps:1 backoff:3}. One with a master is a
 * PyTorchJob, and so is {@code elastic:1:3/ON_FAILURE backoff:3}, which has one to three workers.
 */
public final class Jobs {
  private Jobs() {}

  public static boolean isPyTorch(String text) {
    return text.startsWith("master:") || text.startsWith("elastic:");
  }

  public static TrainingJob parse(String text) {
    if (text.startsWith("elastic:")) {
      return elastic(text);
    }
    return text.startsWith("master:") ? pyTorchJob(text) : tfJob(text);
  }

  private static Elastic elastic(String text) {
    Elastic.Builder job = Elastic.builder();
    for (String part : parts(text)) {
      String[] fields = fields(part);
      switch (fields[0]) {
        case "elastic" ->
            job.nnodes(fields[1] + ":" + fields[2])
                .worker(worker -> worker.restartPolicy(policy(fields, 3)));
        case "backoff" -> job.runPolicy(policy -> policy.backoffLimit(number(fields)));
        case "clean" ->
            job.runPolicy(policy -> policy.cleanPodPolicy(CleanPodPolicy.valueOf(fields[1])));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return job.build();
  }

  private static PyTorchJob pyTorchJob(String text) {
    PyTorchJob.Builder job = PyTorchJob.builder();
    for (String part : parts(text)) {
      String[] fields = fields(part);
      switch (fields[0]) {
        case "master" -> job.master(spec(fields));
        case "worker" -> job.worker(spec(fields));
        case "backoff" -> job.runPolicy(policy -> policy.backoffLimit(number(fields)));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return job.build();
  }

  public static TfJob tfJob(String text) {
    TfJob.Builder job = TfJob.builder();
    for (String part : parts(text)) {
      String[] fields = fields(part);
      switch (fields[0]) {
        case "chief" -> job.chief(spec(fields));
        case "worker" -> job.worker(spec(fields));
        case "ps" -> job.ps(spec(fields));
        case "evaluator" -> job.evaluator(spec(fields));
        case "backoff" -> job.runPolicy(policy -> policy.backoffLimit(number(fields)));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return job.build();
  }

  private static String[] parts(String text) {
    return text.strip().split(" +", -1);
  }

  private static String[] fields(String part) {
    String[] fields = part.split("[:/]", -1);
    fields[0] = fields[0].toLowerCase(Locale.ROOT);
    return fields;
  }

  private static int number(String[] fields) {
    return Integer.parseInt(fields[1]);
  }

  private static ReplicaSpec spec(String[] fields) {
    return ReplicaSpec.builder().replicas(number(fields)).restartPolicy(policy(fields, 2)).build();
  }

  private static RestartPolicy policy(String[] fields, int field) {
    return fields.length > field ? RestartPolicy.valueOf(fields[field]) : RestartPolicy.NEVER;
  }
}
