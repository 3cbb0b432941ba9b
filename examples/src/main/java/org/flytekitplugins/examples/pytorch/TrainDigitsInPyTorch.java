package org.flytekitplugins.examples.pytorch;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.time.Duration;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.flytekitplugins.pytorch.PyTorchJob;
import org.flytekitplugins.pytorch.PyTorchTask;

/** Trains a softmax regression on handwritten digits, in Python. */
// snippet: task
@AutoService(SdkRunnableTask.class)
public final class TrainDigitsInPyTorch
    extends PyTorchTask<TrainDigitsInPyTorch.Input, TrainDigitsInPyTorch.Output> {
  /** The rows to learn from, those to measure the model on, and how to learn. */
  public record Input(
      SdkBindingData<Blob> training,
      SdkBindingData<Blob> heldOut,
      SdkBindingData<Long> steps,
      SdkBindingData<Double> learningRate) {}

  /** The model, how good it is, and over what the gradients went. */
  public record Output(
      SdkBindingData<Blob> model,
      SdkBindingData<Double> accuracy,
      SdkBindingData<String> transport) {}

  /** The task: a master and two workers. */
  public TrainDigitsInPyTorch() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        PyTorchJob.builder()
            .master(m -> m.requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2).requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .runPolicy(r -> r.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)))
            .build());
  }

  @Override
  public Output run(Input input) {
    String training = StoredBlob.download(input.training()).toString();
    String heldOut = StoredBlob.download(input.heldOut()).toString();
    return runPython(
        input,
        script ->
            script
                .resource(TrainDigitsInPyTorch.class, "train_digits.py")
                .arguments(training, heldOut));
  }
}
// end
