package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flyte.localengine.ExecutionContext;
import org.flyte.localengine.LocalEngine;
import org.flytekitplugins.tensorflow.fixtures.DigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.Discovered;
import org.flytekitplugins.tensorflow.fixtures.LargeDigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.NightlyTraining;
import org.junit.jupiter.api.Test;

/** Training tasks in a plain flytekit-java workflow, run by flytekit-java's local engine. */
class TensorflowTaskInWorkflowTest {
  /** Trains twice, the second time as long as the input says, and once without any input. */
  static final class Trainings extends SdkWorkflow<DigitsTraining.Input, Trainings.Output> {
    record Output(
        SdkBindingData<String> small,
        SdkBindingData<String> large,
        SdkBindingData<Double> accuracy) {}

    Trainings() {
      super(JacksonSdkType.of(DigitsTraining.Input.class), JacksonSdkType.of(Output.class));
    }

    @Override
    protected Output expand(SdkWorkflowBuilder builder, DigitsTraining.Input input) {
      var small = builder.apply("small", new DigitsTraining(), input).getOutputs();
      var large = builder.apply("large", new LargeDigitsTraining(), input).getOutputs();
      var accuracy = builder.apply("nightly", new NightlyTraining()).getOutputs();
      return new Output(small.model(), large.model(), accuracy);
    }
  }

  @Test
  void run() {
    LocalEngine engine =
        new LocalEngine(
            ExecutionContext.builder().runnableTasks(Discovered.runnableTasks()).build());

    Map<String, Literal> outputs =
        engine.compileAndExecute(
            new Trainings().toIdlTemplate(),
            Map.of("epochs", literal(Primitive.ofIntegerValue(3))));

    assertThat(outputs)
        .isEqualTo(
            Map.of(
                "small", literal(Primitive.ofStringValue("model after 3 epochs")),
                "large", literal(Primitive.ofStringValue("model after 3 epochs")),
                "accuracy", literal(Primitive.ofFloatValue(0.97))));
  }

  private static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }
}
