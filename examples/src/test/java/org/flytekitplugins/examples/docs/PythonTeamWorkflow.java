package org.flytekitplugins.examples.docs;

import com.google.auto.service.AutoService;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRemoteTask;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.examples.TrainDigitsLarge;

/**
 * Has the data labelled by a task that a Python team registered, and trains on the result in Java.
 * Not one of the examples that are registered: on a Flyte where nobody has registered that task,
 * jflyte would refuse the whole package.
 */
@AutoService(SdkWorkflow.class)
public final class PythonTeamWorkflow
    extends SdkWorkflow<PythonTeamWorkflow.Input, PythonTeamWorkflow.Output> {
  /** Where the images are, and how to train. */
  public record Input(
      SdkBindingData<String> bucket,
      SdkBindingData<Long> steps,
      SdkBindingData<Double> learningRate,
      SdkBindingData<Long> seed) {}

  /** The trained model. */
  public record Output(SdkBindingData<Blob> model) {}

  /** What the Python task takes. */
  public record LabelInput(SdkBindingData<String> bucket) {}

  /** What the Python task returns. */
  public record LabelOutput(SdkBindingData<Blob> digits) {}

  // snippet: remote
  /** The Python team's task: {@code label_digits(bucket: str) -> FlyteFile}, its latest version. */
  private static final SdkRemoteTask<LabelInput, LabelOutput> LABEL =
      SdkRemoteTask.create(
          "production",
          "labelling",
          "labelling.tasks.label_digits",
          JacksonSdkType.of(LabelInput.class),
          JacksonSdkType.of(LabelOutput.class));

  // end

  /** The workflow. */
  public PythonTeamWorkflow() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  protected Output expand(SdkWorkflowBuilder builder, Input input) {
    var digits =
        builder.apply("label", LABEL, new LabelInput(input.bucket())).getOutputs().digits();
    var model =
        builder
            .apply(
                "train",
                new TrainDigitsLarge(),
                new TrainDigits.Input(digits, input.steps(), input.learningRate(), input.seed()))
            .getOutputs()
            .model();
    return new Output(model);
  }
}
