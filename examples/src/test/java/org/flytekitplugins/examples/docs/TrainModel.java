package org.flytekitplugins.examples.docs;

// snippet: task
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.time.Duration;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

@AutoService(SdkRunnableTask.class)
public final class TrainModel extends TensorflowTask<TrainModel.Input, TrainModel.Output> {
  public record Input(SdkBindingData<Long> epochs) {}

  public record Output(SdkBindingData<String> model) {}

  public TrainModel() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")))
            .worker(
                w ->
                    w.replicas(2).requests(r -> r.cpu("2").memory("4Gi")).restartPolicy(ON_FAILURE))
            .ps(p -> p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")))
            .runPolicy(r -> r.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)))
            .build());
  }

  @Override
  public Output run(Input input) {
    TrainingContext replica = TrainingContext.current();
    return new Output(
        SdkBindingDataFactory.of(replica.replica() + " trained " + input.epochs().get()));
  }
}
// end
