package org.flytekitplugins.jflyte.execution.scripted;

import java.util.Locale;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.tensorflow.TfJob;

/** Jobs in a short form: {@code chief:1 worker:2/ON_FAILURE ps:1 backoff:3}. */
public final class Jobs {
  private Jobs() {}

  public static TfJob parse(String text) {
    TfJob.Builder job = TfJob.builder();
    for (String part : text.strip().split(" +", -1)) {
      String[] fields = part.split("[:/]", -1);
      int number = Integer.parseInt(fields[1]);
      ReplicaSpec spec =
          ReplicaSpec.builder()
              .replicas(number)
              .restartPolicy(
                  fields.length > 2 ? RestartPolicy.valueOf(fields[2]) : RestartPolicy.NEVER)
              .build();
      switch (fields[0].toLowerCase(Locale.ROOT)) {
        case "chief" -> job.chief(spec);
        case "worker" -> job.worker(spec);
        case "ps" -> job.ps(spec);
        case "evaluator" -> job.evaluator(spec);
        case "backoff" -> job.runPolicy(policy -> policy.backoffLimit(number));
        default -> throw new IllegalArgumentException(part);
      }
    }
    return job.build();
  }
}
