package org.flytekitplugins.examples.docs;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import org.flytekitplugins.tensorflow.TfJob;

/** The job that the README shows. */
final class ReadmeJob {
  private ReadmeJob() {}

  static TfJob job() {
    // snippet: job
    TfJob job =
        TfJob.builder()
            .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")))
            .worker(
                w ->
                    w.replicas(2).requests(r -> r.cpu("2").memory("4Gi")).restartPolicy(ON_FAILURE))
            .ps(p -> p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")))
            .build();
    // end
    return job;
  }
}
