package org.flytekitplugins.examples.docs

import kotlin.time.Duration.Companion.hours
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.tensorflow.TfJob

/** The job of the README once more. */
fun jobInKotlin(): TfJob =
  // snippet: job
  tfJob {
    chief {}
    worker {
      replicas = 2
      requests {
        cpu = "2"
        memory = "4Gi"
      }
      restartPolicy = ON_FAILURE
    }
    ps {
      requests {
        cpu = "1"
        memory = "2Gi"
      }
    }
    runPolicy {
      backoffLimit = 3
      ttlAfterFinished = 1.hours
    }
  }
// end
