package ${package};

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.flytekitplugins.tensorflow.distributed.TrainingResult;

/** Trains the network, on two workers that share a parameter server. */
@AutoService(SdkRunnableTask.class)
public final class TrainDigits extends TensorflowTask<TrainDigits.Input, TrainDigits.Output> {
  private static final int BATCH_SIZE = 32;

  /** How many steps to train. */
  public record Input(SdkBindingData<Long> steps) {}

  /** The trained model, a SavedModel folder. */
  public record Output(SdkBindingData<Blob> model) {}

  /** The task, and what its job asks the cluster for. */
  public TrainDigits() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("1").memory("2Gi"))
                        .limits(l -> l.cpu("1").memory("2Gi"))
                        .restartPolicy(ON_FAILURE))
            .ps(
                p ->
                    p.replicas(1)
                        .requests(r -> r.cpu("1").memory("2Gi"))
                        .limits(l -> l.cpu("1").memory("2Gi"))
                        .restartPolicy(ON_FAILURE))
            .runPolicy(r -> r.backoffLimit(3))
            .build());
  }

  @Override
  public int getRetries() {
    return 2;
  }

  @Override
  public Output run(Input input) {
    TrainingResult result =
        DistributedTraining.builder()
            .model(DigitsNetwork::define)
            .optimizer(Optimizer.momentum(0.05f, 0.9f))
            .batches(Digits.training().examples().batches(BATCH_SIZE))
            .steps(input.steps().get())
            .seed(1)
            .checkpoints(c -> c.everySteps(200))
            .build()
            .run();
    return new Output(
        result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none));
  }
}
