package org.flytekitplugins.examples;

import static java.util.stream.Collectors.toMap;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.examples.digits.DigitsNetwork;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.flytekitplugins.tensorflow.distributed.TrainingResult;

/** Trains a small network on handwritten digits. */
@AutoService(SdkRunnableTask.class)
public class TrainDigits extends TensorflowTask<TrainDigits.Input, TrainDigits.Output> {
  private static final int BATCH_SIZE = 32;
  private static final float MOMENTUM = 0.9f;
  private static final long CHECKPOINT_STEPS = 200;

  /** The rows to learn from, and how. */
  public record Input(
      SdkBindingData<Blob> training,
      SdkBindingData<Long> steps,
      SdkBindingData<Double> learningRate,
      SdkBindingData<Long> seed) {}

  /** The trained model, a SavedModel folder, and how many steps each replica took part in. */
  public record Output(
      SdkBindingData<Blob> model, SdkBindingData<Map<String, Long>> stepsPerReplica) {}

  /** The task: a chief, two workers and a parameter server. */
  public TrainDigits() {
    this(
        TfJob.builder()
            .chief(c -> c.requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("2").memory("4Gi"))
                        .limits(l -> l.cpu("2").memory("4Gi"))
                        .restartPolicy(ON_FAILURE))
            .ps(
                p ->
                    p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")).restartPolicy(ON_FAILURE))
            .runPolicy(r -> r.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)))
            .build());
  }

  /** The same training as another job. */
  protected TrainDigits(TfJob job) {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class), job);
  }

  @Override
  public Output run(Input input) {
    TrainingResult result =
        DistributedTraining.builder()
            .model(DigitsNetwork::define)
            .optimizer(Optimizer.momentum(input.learningRate().get().floatValue(), MOMENTUM))
            .batches(trainingRows(input).examples().batches(BATCH_SIZE))
            .steps(input.steps().get())
            .seed(input.seed().get())
            .checkpoints(c -> c.everySteps(CHECKPOINT_STEPS))
            .build()
            .run();
    return new Output(
        result.savedModel().map(StoredBlob::upload).orElseGet(StoredBlob::none),
        SdkBindingDataFactory.ofIntegerMap(
            result.stepsPerReplica().entrySet().stream()
                .collect(toMap(steps -> steps.getKey().toString(), Map.Entry::getValue))));
  }

  private static Digits trainingRows(Input input) {
    try {
      return Digits.readFrom(StoredBlob.download(input.training()));
    } catch (IOException e) {
      throw new UncheckedIOException("the training rows cannot be read: " + e.getMessage(), e);
    }
  }
}
