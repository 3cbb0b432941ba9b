package example;

import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.ElasticTask;

/** An elastic training task in Java. */
public final class JavaTraining extends ElasticTask<JavaTraining.Input, JavaTraining.Output> {
  public record Input(SdkBindingData<Long> epochs) {}

  public record Output(SdkBindingData<String> model) {}

  public JavaTraining() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        Elastic.builder()
            .nnodes("1:3")
            .nprocPerNode(2)
            .worker(
                w ->
                    w.requests(r -> r.cpu("2").memory("4Gi"))
                        .restartPolicy(RestartPolicy.ON_FAILURE))
            .build());
  }

  @Override
  public Output run(Input input) {
    return runPython(input, s -> s.file("/app/train.py"));
  }
}
