package org.flytekitplugins.jflyte.golden.kotlin

import kotlin.time.Duration.Companion.minutes
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkDynamicWorkflowTask
import org.flyte.flytekit.SdkLiteralTypes
import org.flyte.flytekit.SdkRunnableTask
import org.flyte.flytekit.SdkWorkflowBuilder
import org.flyte.flytekit.jackson.Description
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.kotlin.tfJob
import org.flytekitplugins.kubeflow.CleanPodPolicy
import org.flytekitplugins.kubeflow.RestartPolicy
import org.flytekitplugins.spi.Secret
import org.flytekitplugins.tensorflow.TensorflowTask

/** A runnable task whose input and output are Kotlin's own. */
class KotlinTask :
  SdkRunnableTask<KotlinTask.Input, KotlinTask.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
  ) {
  @JvmRecord
  data class Input(
    @field:Description("how often") val times: SdkBindingData<Long>,
    val words: SdkBindingData<List<String>>,
    val colour: SdkBindingData<Colour>,
  )

  /** A text to Flyte. */
  enum class Colour {
    RED,
    GREEN,
  }

  @JvmRecord data class Output(val isBig: SdkBindingData<Boolean>)

  override fun isCached(): Boolean = true

  override fun getCacheVersion(): String = "kotlin"

  override fun run(input: Input) = Output(SdkBindingDataFactory.of(true))
}

/** A training task whose job is written with the receiver DSL. */
class KotlinTrainTask :
  TensorflowTask<SdkBindingData<Long>, SdkBindingData<String>>(
    SdkLiteralTypes.integers().asSdkType("epochs"),
    SdkLiteralTypes.strings().asSdkType("model"),
    tfJob {
      chief()
      worker(2) {
        image = "{{.image.gpu}}"
        restartPolicy = RestartPolicy.ON_FAILURE
        requests {
          cpu = "2"
          memory = "4Gi"
        }
        limits {
          memory = "4Gi"
          gpu = "1"
        }
      }
      ps { requests { cpu = "1" } }
      evaluator()
      runPolicy {
        cleanPodPolicy = CleanPodPolicy.NONE
        ttlAfterFinished = 10.minutes
        backoffLimit = 2
      }
    },
  ) {
  override fun getEnv(): Map<String, String> = mapOf("LANGUAGE" to "kotlin")

  override fun getInterruptible(): Boolean = false

  override fun getSecrets(): List<Secret> = listOf(Secret.asEnvironment("kotlin", "token"))

  override fun run(input: SdkBindingData<Long>): SdkBindingData<String> =
    SdkBindingDataFactory.of("model after ${input.get()} epochs")
}

/** A task that makes a workflow when it runs. */
class KotlinDynamicTask :
  SdkDynamicWorkflowTask<SdkBindingData<Long>, SdkBindingData<String>>(
    SdkLiteralTypes.integers().asSdkType("epochs"),
    SdkLiteralTypes.strings().asSdkType("model"),
  ) {
  override fun run(
    builder: SdkWorkflowBuilder,
    input: SdkBindingData<Long>,
  ): SdkBindingData<String> = builder.apply("train", KotlinTrainTask(), input).outputs
}
