package example

import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.pytorch.PyTorchJob
import org.flytekitplugins.pytorch.PyTorchTask

@JvmRecord data class KotlinInput(val epochs: SdkBindingData<Long>)

@JvmRecord data class KotlinOutput(val model: SdkBindingData<String>)

/** A training task in Kotlin, over the plain builders, beside one in Java. */
class KotlinTraining :
  PyTorchTask<KotlinInput, KotlinOutput>(
    JacksonSdkType.of(KotlinInput::class.java),
    JacksonSdkType.of(KotlinOutput::class.java),
    PyTorchJob.builder()
      .master { m -> m.requests { it.cpu("1").memory("2Gi") } }
      .worker { worker ->
        worker.replicas(JavaTraining().elastic().maxReplicas()).requests {
          it.cpu("2").memory("4Gi")
        }
      }
      .build(),
  ) {
  override fun run(input: KotlinInput): KotlinOutput = runPython(input) { it.file("/app/train.py") }
}
