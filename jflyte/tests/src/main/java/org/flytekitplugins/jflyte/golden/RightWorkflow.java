package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** The right side of a diamond. */
@AutoService(SdkWorkflow.class)
public final class RightWorkflow extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
  /** The workflow. */
  public RightWorkflow() {
    super(
        SdkLiteralTypes.integers().asSdkType("number"),
        SdkLiteralTypes.integers().asSdkType("number"));
  }

  @Override
  protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> number) {
    return builder.apply("shared", new SharedWorkflow(), number).getOutputs();
  }
}
