package org.flytekitplugins.examples.docs

// snippet: task
import java.time.Duration
import org.flyte.flytekit.SdkBindingData
import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.jackson.JacksonSdkType
import org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE
import org.flytekitplugins.kubeflow.TrainingContext
import org.flytekitplugins.tensorflow.TensorflowTask
import org.flytekitplugins.tensorflow.TfJob

class TrainModelInKotlin :
  TensorflowTask<TrainModelInKotlin.Input, TrainModelInKotlin.Output>(
    JacksonSdkType.of(Input::class.java),
    JacksonSdkType.of(Output::class.java),
    TfJob.builder()
      .chief { c -> c.requests { it.cpu("1").memory("2Gi") } }
      .worker { w ->
        w.replicas(2).requests { it.cpu("2").memory("4Gi") }.restartPolicy(ON_FAILURE)
      }
      .ps { p -> p.replicas(1).requests { it.cpu("1").memory("2Gi") } }
      .runPolicy { it.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)) }
      .build(),
  ) {
  @JvmRecord data class Input(val epochs: SdkBindingData<Long>)

  @JvmRecord data class Output(val model: SdkBindingData<String>)

  override fun run(input: Input): Output {
    val replica = TrainingContext.current().replica()
    return Output(SdkBindingDataFactory.of("$replica trained ${input.epochs.get()}"))
  }
}
// end
