package example

import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.kubeflow.RestartPolicy
import org.flytekitplugins.kubeflow.TrainingContext
import org.flytekitplugins.tensorflow.TensorflowTask
import org.flytekitplugins.tensorflow.TfJob

@JvmRecord data class KotlinInput(val epochs: SdkBindingData<Long>)

@JvmRecord data class KotlinOutput(val model: SdkBindingData<String>)

/** A training task in Kotlin, over the plain builders, beside one in Java. */
class KotlinTraining :
  TensorflowTask<KotlinInput, KotlinOutput>(
    JacksonSdkType.of(KotlinInput::class.java),
    JacksonSdkType.of(KotlinOutput::class.java),
    TfJob.builder()
      .chief { c -> c.requests { it.cpu("1").memory("2Gi") } }
      .worker { worker ->
        worker
          .replicas(JavaTraining().job().cluster().size())
          .requests { it.cpu("2").memory("4Gi") }
          .restartPolicy(RestartPolicy.ON_FAILURE)
      }
      .build(),
  ) {
  override fun run(input: KotlinInput): KotlinOutput =
    KotlinOutput(
      SdkBindingDataFactory.of("${TrainingContext.current().replica()} after ${input.epochs.get()}")
    )
}
