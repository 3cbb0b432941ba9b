package org.flytekitplugins.examples;

import static org.flyte.flytekit.SdkConditions.gte;
import static org.flyte.flytekit.SdkConditions.when;

import com.google.auto.service.AutoService;
import java.net.URI;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.FailureNode;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.WorkflowExtension;

/** Prepare, train, evaluate, and publish the model if it is good enough. */
@AutoService(SdkWorkflow.class)
public final class DigitsWorkflow extends SdkWorkflow<DigitsWorkflow.Input, DigitsWorkflow.Output>
    implements WorkflowExtension {
  /** The accuracy from which on a model is published. */
  static final double GOOD_ENOUGH = 0.94;

  /** How to train. */
  public record Input(
      SdkBindingData<Long> steps, SdkBindingData<Double> learningRate, SdkBindingData<Long> seed) {}

  /** The model, how it was trained, how good it is, and what became of it. */
  public record Output(
      SdkBindingData<Blob> model,
      SdkBindingData<Map<String, Long>> stepsPerReplica,
      SdkBindingData<Double> accuracy,
      SdkBindingData<String> verdict) {}

  /** The workflow. */
  public DigitsWorkflow() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  // snippet: said
  @Override
  public Documentation getDocumentation() {
    return Documentation.of("Trains a model that reads digits, and publishes it if it is good")
        .withLongDescription(
            "Prepares the digits, trains with parameter servers, and *evaluates* what came out.")
        .withSourceLink(URI.create("https://github.com/example/digits"));
  }

  @Override
  public FailureNode getFailureNode() {
    return FailureNode.task(NoteFailure.class.getName());
  }

  @Override
  public LaunchPlanSettings getDefaultLaunchPlanSettings() {
    return LaunchPlanSettings.builder().label("team", "vision").build();
  }

  // end

  @Override
  protected Output expand(SdkWorkflowBuilder builder, Input input) {
    var digits =
        builder
            .apply("prepare", new PrepareDigits(), new PrepareDigits.Input(input.seed()))
            .getOutputs();
    var trained =
        builder
            .apply(
                "train",
                new TrainDigits(),
                new TrainDigits.Input(
                    digits.training(), input.steps(), input.learningRate(), input.seed()))
            .getOutputs();
    var accuracy =
        builder
            .apply(
                "evaluate",
                new EvaluateDigits(),
                new EvaluateDigits.Input(trained.model(), digits.heldOut()))
            .getOutputs()
            .accuracy();
    var verdict =
        builder
            .apply(
                "verdict",
                when(
                        "good-enough",
                        gte(accuracy, SdkBindingDataFactory.of(GOOD_ENOUGH)),
                        new PublishModel(),
                        new PublishModel.Input(trained.model(), accuracy))
                    .otherwise("not-yet", new RejectModel(), new RejectModel.Input(accuracy)))
            .getOutputs()
            .verdict();
    return new Output(trained.model(), trained.stepsPerReplica(), accuracy, verdict);
  }
}
