package org.flytekitplugins.kotlin

import java.time.Duration as JavaDuration
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.catchThrowableOfType
import org.flyte.flytekit.SdkResources
import org.flyte.flytekit.SdkResources.ResourceName.STORAGE
import org.flytekitplugins.kubeflow.InvalidFieldException
import org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS
import org.flytekitplugins.tensorflow.TfJob
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.MethodSource

/** What the builders refuse, the DSL refuses in the same sentence. */
class SameRefusalTest {
  class Refusal(
    val field: String,
    val dsl: TfJobScope.() -> Unit,
    val builder: TfJob.Builder.() -> Unit,
  ) {
    override fun toString() = field
  }

  @ParameterizedTest
  @MethodSource("refusals")
  fun `is refused in the same sentence`(refusal: Refusal) {
    val fromDsl = refusalOf { tfJob(refusal.dsl) }
    val fromBuilder = refusalOf { TfJob.builder().also(refusal.builder).build() }

    assertThat(fromDsl.field()).isEqualTo(refusal.field)
    assertThat(fromDsl).hasMessage(fromBuilder.message)
    assertThat(fromBuilder.field()).isEqualTo(refusal.field)
  }

  private fun refusalOf(job: () -> TfJob): InvalidFieldException =
    catchThrowableOfType(InvalidFieldException::class.java) { job() }

  companion object {
    private val storage = SdkResources.builder().limits(mapOf(STORAGE to "1Gi")).build()

    @JvmStatic
    fun refusals(): List<Refusal> =
      listOf(
        Refusal("worker.replicas", {}, {}),
        Refusal("worker.replicas", { worker(0) }, { worker(0) }),
        Refusal("worker.replicas", { worker { replicas = -1 } }, { worker(-1) }),
        Refusal("worker.replicas", { chief() }, { chief(1) }),
        Refusal(
          "chief.replicas",
          {
            worker()
            chief(2)
          },
          { worker(1).chief(2) },
        ),
        Refusal(
          "chief.restartPolicy",
          {
            worker()
            chief { restartPolicy = ALWAYS }
          },
          { worker(1).chief { it.restartPolicy(ALWAYS) } },
        ),
        Refusal(
          "worker.restartPolicy",
          { worker { restartPolicy = ALWAYS } },
          { worker { it.restartPolicy(ALWAYS) } },
        ),
        Refusal("ps.image", { ps { image = " " } }, { ps { it.image(" ") } }),
        Refusal(
          "evaluator.image",
          { evaluator { image = "A:b" } },
          { evaluator { it.image("A:b") } },
        ),
        Refusal(
          "worker.requests.cpu",
          { worker { requests { cpu = "two" } } },
          { worker { w -> w.requests { it.cpu("two") } } },
        ),
        Refusal(
          "worker.limits.gpu",
          { worker { limits { gpu = 0 } } },
          { worker { w -> w.limits { it.gpu(0) } } },
        ),
        Refusal(
          "ps.requests.memory",
          { ps { requests { memory = "500m" } } },
          { ps { p -> p.requests { it.memory("500m") } } },
        ),
        Refusal(
          "worker.limits.memory",
          { worker { limits { memory = "-4Gi" } } },
          { worker { w -> w.limits { it.memory("-4Gi") } } },
        ),
        Refusal(
          "ps.limits.ephemeralStorage",
          { ps { limits { ephemeralStorage = "0" } } },
          { ps { p -> p.limits { it.ephemeralStorage("0") } } },
        ),
        Refusal(
          "chief.limits.storage",
          { chief { resources(storage) } },
          { chief { it.resources(storage) } },
        ),
        Refusal(
          "chief.limits.gpu",
          { chief { limits { gpu = "0.5" } } },
          { chief { c -> c.limits { it.gpu("0.5") } } },
        ),
        Refusal(
          "worker.requests.gpu",
          {
            worker {
              requests { gpu = "1" }
              limits { gpu = "2" }
            }
          },
          { worker { w -> w.requests { it.gpu(1) }.limits { it.gpu(2) } } },
        ),
        Refusal(
          "worker.requests.memory",
          {
            worker {
              requests { memory = "2Gi" }
              limits { memory = "2G" }
            }
          },
          { worker { w -> w.requests { it.memory("2Gi") }.limits { it.memory("2G") } } },
        ),
        Refusal(
          "runPolicy.ttlAfterFinished",
          { runPolicy { ttlAfterFinished = 1500.milliseconds } },
          { runPolicy { it.ttlAfterFinished(JavaDuration.ofMillis(1500)) } },
        ),
        Refusal(
          "runPolicy.ttlAfterFinished",
          { runPolicy { ttlAfterFinished = Duration.ZERO } },
          { runPolicy { it.ttlAfterFinished(JavaDuration.ZERO) } },
        ),
        Refusal(
          "runPolicy.activeDeadline",
          { runPolicy { activeDeadline = 36500.days } },
          { runPolicy { it.activeDeadline(JavaDuration.ofDays(36500)) } },
        ),
        Refusal(
          "runPolicy.activeDeadline",
          { runPolicy { activeDeadline = Duration.INFINITE } },
          { runPolicy { it.activeDeadline(JavaDuration.ofSeconds(Long.MAX_VALUE)) } },
        ),
        Refusal(
          "runPolicy.backoffLimit",
          { runPolicy { backoffLimit = 0 } },
          { runPolicy { it.backoffLimit(0) } },
        ),
      )
  }
}
