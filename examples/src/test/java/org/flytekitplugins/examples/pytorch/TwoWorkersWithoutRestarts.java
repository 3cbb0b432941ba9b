package org.flytekitplugins.examples.pytorch;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.docs.TrainElastic;

/** An elastic training that ends with the first rank that fails. */
@AutoService(SdkRunnableTask.class)
public final class TwoWorkersWithoutRestarts extends TrainElastic {
  public TwoWorkersWithoutRestarts() {
    super(new TrainElastic().elastic().toBuilder().nnodes(2).maxRestarts(0).build());
  }

  /** It alone, with rows that a test has made. */
  @AutoService(SdkWorkflow.class)
  public static final class OfGivenDigits
      extends SdkWorkflow<TrainDigitsInPyTorch.Input, TrainDigitsInPyTorch.Output> {
    public OfGivenDigits() {
      super(
          JacksonSdkType.of(TrainDigitsInPyTorch.Input.class),
          JacksonSdkType.of(TrainDigitsInPyTorch.Output.class));
    }

    @Override
    protected TrainDigitsInPyTorch.Output expand(
        SdkWorkflowBuilder builder, TrainDigitsInPyTorch.Input input) {
      return builder.apply("train", new TwoWorkersWithoutRestarts(), input).getOutputs();
    }
  }
}
