package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.tensorflow.TensorflowContainerTask;
import org.flytekitplugins.tensorflow.TfJob;

/** A training in somebody else's image, which is not known by name when this is compiled. */
@AutoService(SdkContainerTask.class)
public final class TrainInPythonTask extends TensorflowContainerTask<SdkBindingData<Long>, Void> {
  /** The task. */
  public TrainInPythonTask() {
    super(
        SdkLiteralTypes.integers().asSdkType("epochs"),
        SdkTypes.nulls(),
        TfJob.builder().worker(3).build());
  }

  @Override
  public String getImage() {
    return "{{.image.python}}";
  }

  @Override
  public List<String> getCommand() {
    return List.of("python", "train.py");
  }

  @Override
  public List<String> getArgs() {
    return List.of("--epochs", "{{.inputs.epochs}}");
  }

  @Override
  public Map<String, String> getEnv() {
    return Map.of("TF_CPP_MIN_LOG_LEVEL", "3");
  }
}
