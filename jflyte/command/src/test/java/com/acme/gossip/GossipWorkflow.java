package com.acme.gossip;

import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** The training alone. */
public final class GossipWorkflow
    extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<String>> {
  /** Made by {@code ServiceLoader}. */
  public GossipWorkflow() {
    super(
        SdkLiteralTypes.integers().asSdkType("deaf"), SdkLiteralTypes.strings().asSdkType("said"));
  }

  @Override
  protected SdkBindingData<String> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> deaf) {
    return builder.apply("gossip", new GossipTraining(), deaf).getOutputs();
  }
}
