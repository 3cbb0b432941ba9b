package org.flytekitplugins.examples;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.examples.digits.DigitsTraining;
import org.flytekitplugins.examples.digits.TrainingOptions;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** Trains a small network on handwritten digits. */
@AutoService(SdkRunnableTask.class)
public class TrainDigits extends TensorflowTask<TrainDigits.Input, TrainDigits.Output> {
  private static final int REPORTS = 20;

  /** The rows to learn from, and how. */
  public record Input(
      SdkBindingData<Blob> training,
      SdkBindingData<Long> steps,
      SdkBindingData<Double> learningRate,
      SdkBindingData<Long> seed) {}

  /** The trained model: a SavedModel folder. */
  public record Output(SdkBindingData<Blob> model) {}

  /** The task: a chief, two workers and a parameter server. */
  public TrainDigits() {
    this(
        TfJob.builder()
            .chief(1)
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("2").memory("4Gi"))
                        .limits(l -> l.cpu("2").memory("4Gi"))
                        .restartPolicy(ON_FAILURE))
            .ps(p -> p.replicas(1).requests(r -> r.cpu("1").memory("2Gi")))
            .runPolicy(r -> r.backoffLimit(3).ttlAfterFinished(Duration.ofHours(1)))
            .build());
  }

  /** The same training as another job. */
  protected TrainDigits(TfJob job) {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class), job);
  }

  @Override
  public Output run(Input input) {
    TrainingOptions options =
        TrainingOptions.DEFAULTS
            .withSteps(Math.toIntExact(input.steps().get()))
            .withLearningRate(input.learningRate().get().floatValue())
            .withSeed(input.seed().get());
    Path training = StoredBlob.download(input.training(), "training.csv.gz");
    try (DigitsTraining trained = train(Digits.readFrom(training), options)) {
      Path model = Files.createTempDirectory("digits-").resolve("model");
      trained.exportTo(model);
      return new Output(StoredBlob.upload(model));
    } catch (IOException e) {
      throw new UncheckedIOException("the training stopped: " + e.getMessage(), e);
    }
  }

  private static DigitsTraining train(Digits rows, TrainingOptions options) {
    TrainingContext replica = TrainingContext.current();
    int every = Math.max(1, options.steps() / REPORTS);
    return DigitsTraining.run(
        rows,
        options,
        every,
        (step, loss, accuracy) ->
            TrainingReports.publish(
                new TrainingReports.Report(
                    replica.replica(), step, options.steps(), loss, accuracy)));
  }
}
