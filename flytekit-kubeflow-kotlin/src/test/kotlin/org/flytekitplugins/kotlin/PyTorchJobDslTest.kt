package org.flytekitplugins.kotlin

import java.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.flytekitplugins.kubeflow.CleanPodPolicy.ALL
import org.flytekitplugins.kubeflow.InvalidFieldException
import org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.pytorch.Elastic
import org.flytekitplugins.pytorch.PyTorchJob
import org.flytekitplugins.spi.SharedMemory
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/** The DSL says what the builders say. */
class PyTorchJobDslTest {
  @Test
  fun `a job that a master leads`() {
    val job = pyTorchJob {
      master { requests { memory = "2Gi" } }
      worker(2) { restartPolicy = ON_FAILURE }
      runPolicy {
        cleanPodPolicy = ALL
        ttlAfterFinished = 1.hours
      }
    }

    assertThat(job)
      .isEqualTo(
        PyTorchJob.builder()
          .master { m -> m.requests { it.memory("2Gi") } }
          .worker { it.replicas(2).restartPolicy(ON_FAILURE) }
          .runPolicy { it.cleanPodPolicy(ALL).ttlAfterFinished(Duration.ofHours(1)) }
          .build()
      )
    assertThat(pyTorchJob(job) { worker { image = "w" } })
      .isEqualTo(job.toBuilder().worker { it.image("w") }.build())
    assertThat(pyTorchJob { worker() }).isEqualTo(PyTorchJob.builder().worker(1).build())
    assertThat(pyTorchJob { worker(0) }).isEqualTo(PyTorchJob.builder().worker(0).build())
  }

  @Test
  fun `everything of an elastic training`() {
    val training = elastic {
      nnodes = "1:3"
      nprocPerNode = 2
      maxRestarts = 4
      monitorInterval = 500.milliseconds
      rdzvConfigs = mapOf("join_timeout" to 60, "is_host" to true)
      startMethod = "fork"
      sharedMemory = SharedMemory.ofSizeLimit("2Gi")
      worker {
        image = "w"
        restartPolicy = ON_FAILURE
      }
      runPolicy { backoffLimit = 7 }
    }

    assertThat(training)
      .isEqualTo(
        Elastic.builder()
          .nnodes("1:3")
          .nprocPerNode(2)
          .maxRestarts(4)
          .monitorInterval(Duration.ofMillis(500))
          .rdzvConfigs(mapOf("join_timeout" to 60, "is_host" to true))
          .startMethod("fork")
          .sharedMemory(SharedMemory.ofSizeLimit("2Gi"))
          .worker { it.image("w").restartPolicy(ON_FAILURE) }
          .runPolicy { it.backoffLimit(7) }
          .build()
      )
    assertThat(elastic(training) {}).isEqualTo(training)
    assertThat(elastic(training) { nnodes = 5 }).isEqualTo(training.toBuilder().nnodes(5).build())
  }

  @Test
  fun `one node is a plain task as a number and a job as a text`() {
    assertThat(elastic()).isEqualTo(Elastic.builder().build())
    assertThat(elastic { nnodes = 1 }.isPlain).isTrue()
    assertThat(elastic { nnodes = "1" }.isPlain).isFalse()
    assertThat(elastic(elastic { nnodes = "1" }) { nprocPerNode = 2 }.isPlain).isFalse()
    assertThat(elastic { sharedMemory = null }.sharedMemory()).isNull()
  }

  @Test
  fun `what is there can be read`() {
    elastic(Elastic.builder().nnodes("2:4").maxRestarts(3).build()) {
      assertThat(nnodes).isEqualTo("2:4")
      assertThat(maxRestarts).isEqualTo(3)
      assertThat(monitorInterval).isEqualTo(5.seconds)
      worker { assertThat(restartPolicy).isNotEqualTo(ON_FAILURE) }
    }
  }

  @Test
  fun `nodes are a number or a text`() {
    assertThatExceptionOfType(InvalidFieldException::class.java)
      .isThrownBy { elastic { nnodes = 2.0 } }
      .withMessage(
        "nnodes is 2.0, but nodes are a whole number or a text: write for example 2 or \"1:3\""
      )
  }

  class Refusal(val field: String, val dsl: () -> Any, val builder: () -> Any) {
    override fun toString() = field
  }

  @ParameterizedTest
  @MethodSource("refusals")
  fun `is refused in the same sentence`(refusal: Refusal) {
    val fromDsl = catchThrowableOfType(InvalidFieldException::class.java) { refusal.dsl() }
    val fromBuilder = catchThrowableOfType(InvalidFieldException::class.java) { refusal.builder() }

    assertThat(fromDsl.field()).isEqualTo(refusal.field)
    assertThat(fromDsl).hasMessage(fromBuilder.message)
  }

  companion object {
    @JvmStatic
    fun refusals(): List<Refusal> =
      listOf(
        Refusal("worker.replicas", { pyTorchJob {} }, { PyTorchJob.builder().build() }),
        Refusal(
          "master.replicas",
          {
            pyTorchJob {
              worker()
              master { replicas = 2 }
            }
          },
          { PyTorchJob.builder().worker(1).master { it.replicas(2) }.build() },
        ),
        Refusal(
          "master.restartPolicy",
          {
            pyTorchJob {
              worker()
              master { restartPolicy = ALWAYS }
            }
          },
          { PyTorchJob.builder().worker(1).master { it.restartPolicy(ALWAYS) }.build() },
        ),
        Refusal(
          "nnodes",
          { elastic { nnodes = "4:2" } },
          { Elastic.builder().nnodes("4:2").build() },
        ),
        Refusal("nnodes", { elastic { nnodes = 0 } }, { Elastic.builder().nnodes(0).build() }),
        Refusal(
          "maxRestarts",
          { elastic { maxRestarts = -1 } },
          { Elastic.builder().maxRestarts(-1).build() },
        ),
        Refusal(
          "rdzvConfigs.timeout",
          { elastic { rdzvConfigs = mapOf("timeout" to 0) } },
          { Elastic.builder().rdzvConfigs(mapOf("timeout" to 0)).build() },
        ),
        Refusal(
          "runPolicy.backoffLimit",
          { elastic { runPolicy { backoffLimit = 3 } } },
          { Elastic.builder().runPolicy { it.backoffLimit(3) }.build() },
        ),
      )
  }
}
