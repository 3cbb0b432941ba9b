package ${package};

import com.google.auto.service.AutoService;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** Trains a model that reads digits, and measures it. */
@AutoService(SdkWorkflow.class)
public final class DigitsWorkflow extends SdkWorkflow<DigitsWorkflow.Input, DigitsWorkflow.Output> {
  /** How many steps to train. */
  public record Input(SdkBindingData<Long> steps) {}

  /** The model, and the share of digits that it recognizes. */
  public record Output(SdkBindingData<Blob> model, SdkBindingData<Double> accuracy) {}

  /** The workflow. */
  public DigitsWorkflow() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  protected Output expand(SdkWorkflowBuilder builder, Input input) {
    var model =
        builder
            .apply("train", new TrainDigits(), new TrainDigits.Input(input.steps()))
            .getOutputs()
            .model();
    var accuracy =
        builder
            .apply("evaluate", new EvaluateDigits(), new EvaluateDigits.Input(model))
            .getOutputs()
            .accuracy();
    return new Output(model, accuracy);
  }
}
