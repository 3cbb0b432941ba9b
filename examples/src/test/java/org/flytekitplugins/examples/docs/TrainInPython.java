package org.flytekitplugins.examples.docs;

import static org.flyte.flytekit.SdkResources.ResourceName.CPU;
import static org.flyte.flytekit.SdkResources.ResourceName.MEMORY;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.tensorflow.TensorflowContainerTask;
import org.flytekitplugins.tensorflow.TfJob;

// snippet: task
@AutoService(SdkContainerTask.class)
public final class TrainInPython extends TensorflowContainerTask<SdkBindingData<Long>, Void> {
  public TrainInPython() {
    super(
        SdkLiteralTypes.integers().asSdkType("epochs"),
        SdkTypes.nulls(),
        TfJob.builder().chief(1).worker(2).ps(1).build());
  }

  @Override
  public SdkResources getResources() {
    return SdkResources.builder().requests(Map.of(CPU, "2", MEMORY, "4Gi")).build();
  }

  @Override
  public String getImage() {
    return "registry.example.com/train-in-python:1.4";
  }

  @Override
  public List<String> getCommand() {
    return List.of("python", "train.py");
  }

  @Override
  public List<String> getArgs() {
    return List.of("--epochs", "{{.inputs.epochs}}", "--model", "{{.rawOutputDataPrefix}}/model");
  }
}
// end
