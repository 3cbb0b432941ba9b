package org.flytekitplugins.examples.docs;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.time.Duration;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.pytorch.TrainDigitsInPyTorch;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.flytekitplugins.pytorch.Elastic;
import org.flytekitplugins.pytorch.ElasticTask;

/** The training of {@link TrainDigitsInPyTorch} on as many workers as there are. */
@AutoService(SdkRunnableTask.class)
public class TrainElastic
    extends ElasticTask<TrainDigitsInPyTorch.Input, TrainDigitsInPyTorch.Output> {
  // snippet: job
  public TrainElastic() {
    this(
        Elastic.builder()
            .nnodes("1:3")
            .nprocPerNode(1)
            .maxRestarts(3)
            .monitorInterval(Duration.ofSeconds(1))
            .worker(w -> w.requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1)))
            .build());
  }

  // end

  /** The same training in another size. */
  protected TrainElastic(Elastic elastic) {
    super(
        JacksonSdkType.of(TrainDigitsInPyTorch.Input.class),
        JacksonSdkType.of(TrainDigitsInPyTorch.Output.class),
        elastic);
  }

  @Override
  public TrainDigitsInPyTorch.Output run(TrainDigitsInPyTorch.Input input) {
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
