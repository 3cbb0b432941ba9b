package org.flytekitplugins.examples.docs

// snippet: job
import kotlin.time.Duration.Companion.hours
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE

val job = tfJob {
  chief {
    requests {
      cpu = 1
      memory = "2Gi"
    }
  }
  worker(2) {
    requests {
      cpu = 2
      memory = "4Gi"
    }
    restartPolicy = ON_FAILURE
  }
  ps {
    requests {
      cpu = 1
      memory = "2Gi"
    }
  }
  runPolicy {
    backoffLimit = 3
    ttlAfterFinished = 1.hours
  }
}

/** The same job with larger workers in another image; what is not said stays as it is. */
val largeJob =
  tfJob(job) {
    worker {
      replicas = 8
      image = "{{.image.gpu}}"
      limits { gpu = 1 }
    }
  }
// end
