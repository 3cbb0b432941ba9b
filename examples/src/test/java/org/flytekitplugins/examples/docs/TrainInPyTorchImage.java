package org.flytekitplugins.examples.docs;

import com.google.auto.service.AutoService;
import java.util.List;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.pytorch.PyTorchContainerTask;
import org.flytekitplugins.pytorch.PyTorchJob;

// snippet: task
@AutoService(SdkContainerTask.class)
public final class TrainInPyTorchImage extends PyTorchContainerTask<SdkBindingData<Long>, Void> {
  public TrainInPyTorchImage() {
    super(
        SdkLiteralTypes.integers().asSdkType("epochs"),
        SdkTypes.nulls(),
        PyTorchJob.builder()
            .master(m -> m.requests(r -> r.cpu("4").memory("16Gi")).limits(l -> l.gpu(1)))
            .worker(
                w -> w.replicas(3).requests(r -> r.cpu("4").memory("16Gi")).limits(l -> l.gpu(1)))
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
