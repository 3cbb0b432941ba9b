package org.flytekitplugins.kotlin

import java.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.flyte.flytekit.SdkResources
import org.flyte.flytekit.SdkResources.ResourceName.CPU
import org.flyte.flytekit.SdkResources.ResourceName.MEMORY
import org.flytekitplugins.kubeflow.CleanPodPolicy.ALL
import org.flytekitplugins.kubeflow.InvalidFieldException
import org.flytekitplugins.kubeflow.ReplicaType.PS
import org.flytekitplugins.kubeflow.ReplicaType.WORKER
import org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS
import org.flytekitplugins.kubeflow.RestartPolicy.NEVER
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.tensorflow.TfJob
import org.junit.jupiter.api.Test

/** The DSL says what the builders say. */
class TfJobDslTest {
  @Test
  fun `everything that the builders take`() {
    val job = tfJob {
      chief { image = "ghcr.io/team/train:1" }
      worker {
        replicas = 2
        image = "{{.image.gpu}}"
        requests {
          cpu = "2"
          memory = "4Gi"
          gpu = "1"
          ephemeralStorage = "10Gi"
        }
        limits {
          cpu = "4"
          memory = "4Gi"
          gpu = "1"
          ephemeralStorage = "20Gi"
        }
        restartPolicy = ON_FAILURE
      }
      ps(3) { restartPolicy = ALWAYS }
      evaluator { limits { memory = "2Gi" } }
      runPolicy {
        cleanPodPolicy = ALL
        ttlAfterFinished = 1.hours
        activeDeadline = 90.minutes
        backoffLimit = 5
      }
    }

    assertThat(job)
      .isEqualTo(
        TfJob.builder()
          .chief { it.image("ghcr.io/team/train:1") }
          .worker { worker ->
            worker
              .replicas(2)
              .image("{{.image.gpu}}")
              .requests { it.cpu("2").memory("4Gi").gpu(1).ephemeralStorage("10Gi") }
              .limits { it.cpu("4").memory("4Gi").gpu(1).ephemeralStorage("20Gi") }
              .restartPolicy(ON_FAILURE)
          }
          .ps { it.replicas(3).restartPolicy(ALWAYS) }
          .evaluator { evaluator -> evaluator.limits { it.memory("2Gi") } }
          .runPolicy {
            it
              .cleanPodPolicy(ALL)
              .ttlAfterFinished(Duration.ofHours(1))
              .activeDeadline(Duration.ofMinutes(90))
              .backoffLimit(5)
          }
          .build()
      )
  }

  @Test
  fun `counts alone`() {
    val job = tfJob {
      chief()
      worker(10)
      ps(2)
      evaluator(0)
    }

    assertThat(job).isEqualTo(TfJob.builder().chief(1).worker(10).ps(2).build())
  }

  @Test
  fun `what a scope says can be read back and taken back`() {
    val job = tfJob {
      worker(2) {
        replicas += 1
        image = "train:1"
        image = null
        restartPolicy = if (image == null) NEVER else ALWAYS
        requests {
          memory = "4Gi"
          cpu = memory?.removeSuffix("Gi")
          memory = null
        }
      }
      runPolicy {
        backoffLimit = 2
        backoffLimit = null
      }
    }

    assertThat(job)
      .isEqualTo(TfJob.builder().worker { w -> w.replicas(3).requests { it.cpu("4") } }.build())
  }

  @Test
  fun `flytekit's own resources`() {
    val resources =
      SdkResources.builder().requests(mapOf(CPU to "1")).limits(mapOf(MEMORY to "2Gi")).build()

    assertThat(tfJob { worker { resources(resources) } })
      .isEqualTo(TfJob.builder().worker { it.resources(resources) }.build())
  }

  @Test
  fun `plain Kotlin between the words`() {
    val big = true
    val job = tfJob {
      for (role in listOf<TfJobScope.() -> Unit>({ chief() }, { worker(if (big) 8 else 1) })) role()
    }

    assertThat(job).isEqualTo(TfJob.builder().chief(1).worker(8).build())
  }

  @Test
  fun `numbers of cores and GPUs`() {
    val job = tfJob {
      worker {
        requests {
          cpu = 2
          memory = "4Gi"
        }
        limits {
          cpu = 2.5
          gpu = 1
        }
      }
      ps { requests { cpu = 0.5f } }
      evaluator { requests { cpu = 16.0 } }
    }

    assertThat(job)
      .isEqualTo(
        TfJob.builder()
          .worker { w -> w.requests { it.cpu(2).memory("4Gi") }.limits { it.cpu("2.5").gpu(1) } }
          .ps { p -> p.requests { it.cpu("0.5") } }
          .evaluator { e -> e.requests { it.cpu("16") } }
          .build()
      )
  }

  @Test
  fun `what is neither a text nor a number is no quantity`() {
    assertThatExceptionOfType(InvalidFieldException::class.java)
      .isThrownBy { tfJob { worker { requests { cpu = 2.hours } } } }
      .withMessage(
        "worker.requests.cpu is 2h, but a quantity is a text or a number: write for example 2," +
          " 0.5 or \"500m\""
      )
    assertThatExceptionOfType(InvalidFieldException::class.java)
      .isThrownBy { tfJob { worker { limits { gpu = true } } } }
      .withMessage(
        "worker.limits.gpu is true, but a quantity is a text or a number: write for example 1 or" +
          " \"1\""
      )
  }

  private val small = tfJob {
    chief()
    worker(2) {
      image = "train:1"
      restartPolicy = ON_FAILURE
      requests { cpu = 2 }
    }
    runPolicy {
      backoffLimit = 3
      ttlAfterFinished = 1.hours
    }
  }

  @Test
  fun `two sizes of one job`() {
    val large = tfJob(small) { worker(16) { requests { cpu = "8" } } }

    assertThat(large)
      .isEqualTo(small.toBuilder().worker { w -> w.replicas(16).requests { it.cpu("8") } }.build())
    assertThat(tfJob(small) {}).isEqualTo(small)
  }

  @Test
  fun `a role that is changed keeps what is not said`() {
    val other = tfJob(small) { worker { image = "train:2" } }

    assertThat(other).isEqualTo(small.toBuilder().worker { it.image("train:2") }.build())
    assertThat(other.cluster().size(WORKER)).isEqualTo(2)
    assertThat(tfJob(small) { worker() }).isEqualTo(small)
    assertThat(tfJob(small) { worker { replicas *= 4 } }.cluster().size(WORKER)).isEqualTo(8)
    assertThat(tfJob(small) { ps { image = "ps:1" } }.cluster().size(PS)).isEqualTo(1)
  }

  @Test
  fun `a run policy that is changed keeps what is not said`() {
    val patient = tfJob(small) { runPolicy { backoffLimit = 10 } }
    val open = tfJob(small) { runPolicy { ttlAfterFinished = null } }

    assertThat(patient).isEqualTo(small.toBuilder().runPolicy { it.backoffLimit(10) }.build())
    assertThat(open).isEqualTo(small.toBuilder().runPolicy { it.ttlAfterFinished(null) }.build())
  }

  @Test
  fun `what is there already can be read`() {
    tfJob(small) {
      worker {
        assertThat(replicas).isEqualTo(2)
        assertThat(image).isEqualTo("train:1")
        assertThat(restartPolicy).isEqualTo(ON_FAILURE)
      }
      runPolicy {
        assertThat(backoffLimit).isEqualTo(3)
        assertThat(ttlAfterFinished).isEqualTo(1.hours)
        assertThat(activeDeadline).isNull()
        assertThat(cleanPodPolicy).isNull()
      }
    }
  }

  @Test
  fun `a role that is said twice has what was said last of each field`() {
    val job = tfJob {
      worker(4) { image = "train:1" }
      worker { image = "train:2" }
    }

    assertThat(job).isEqualTo(TfJob.builder().worker { it.replicas(4).image("train:2") }.build())
  }
}
