package example;

import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** A training task in Java. */
public final class JavaTraining extends TensorflowTask<JavaTraining.Input, JavaTraining.Output> {
  public record Input(SdkBindingData<Long> epochs) {}

  public record Output(SdkBindingData<String> model) {}

  public JavaTraining() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")))
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("2").memory("4Gi"))
                        .restartPolicy(RestartPolicy.ON_FAILURE))
            .build());
  }

  @Override
  public Output run(Input input) {
    return new Output(
        SdkBindingDataFactory.of(
            TrainingContext.current().replica() + " after " + input.epochs().get()));
  }
}
