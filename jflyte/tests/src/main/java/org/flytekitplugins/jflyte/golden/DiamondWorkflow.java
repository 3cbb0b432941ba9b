package org.flytekitplugins.jflyte.golden;

import static org.flyte.flytekit.SdkConditions.gt;
import static org.flyte.flytekit.SdkConditions.when;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** Two sub-workflows that have the same one inside, one of them in a branch. */
@AutoService(SdkWorkflow.class)
public final class DiamondWorkflow extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
  /** The workflow. */
  public DiamondWorkflow() {
    super(
        SdkLiteralTypes.integers().asSdkType("number"),
        SdkLiteralTypes.integers().asSdkType("number"));
  }

  @Override
  protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> number) {
    var left = builder.apply("left", new LeftWorkflow(), number).getOutputs();
    return builder
        .apply(
            "right",
            when("large", gt(left, SdkBindingDataFactory.of(9)), new RightWorkflow(), left)
                .otherwise("small", new SharedWorkflow(), left))
        .getOutputs();
  }
}
