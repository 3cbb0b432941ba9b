package org.flytekitplugins.examples.divergence;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** That training alone. */
@AutoService(SdkWorkflow.class)
public final class OneSpoiledShardWorkflow
    extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
  public OneSpoiledShardWorkflow() {
    super(
        SdkLiteralTypes.integers().asSdkType("steps"),
        SdkLiteralTypes.integers().asSdkType("done"));
  }

  @Override
  protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> steps) {
    return builder.apply("train", new TrainWithOneSpoiledShard(), steps).getOutputs();
  }
}
