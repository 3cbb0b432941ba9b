// snippet: task
package com.acme;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.List;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.PyTorchContainerTask;
import org.flytekitplugins.pytorch.PyTorchJob;

/** Trains in the Python team's image: a master and two workers. */
public final class TrainImage extends PyTorchContainerTask<SdkBindingData<Long>, Void> {
  public TrainImage() {
    super(
        SdkLiteralTypes.integers().asSdkType("epochs"),
        SdkTypes.nulls(),
        PyTorchJob.builder()
            .master(m -> m.requests(r -> r.cpu("1").memory("1Gi")).restartPolicy(ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2).requests(r -> r.cpu("1").memory("1Gi")).restartPolicy(ON_FAILURE))
            .build());
  }

  @Override
  public String getImage() {
    return "registry.example.com/train-in-pytorch:1.4";
  }

  @Override
  public List<String> getCommand() {
    return List.of("python3", "/app/train.py");
  }

  @Override
  public List<String> getArgs() {
    return List.of("--epochs", "{{.inputs.epochs}}", "--model", "{{.rawOutputDataPrefix}}/model");
  }
}
// end
