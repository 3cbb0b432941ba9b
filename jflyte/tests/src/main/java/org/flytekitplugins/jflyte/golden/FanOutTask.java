package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkDynamicWorkflowTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** A task that makes a workflow when it runs. */
@AutoService(SdkDynamicWorkflowTask.class)
public final class FanOutTask
    extends SdkDynamicWorkflowTask<SdkBindingData<Long>, SdkBindingData<Long>> {
  /** The task. */
  public FanOutTask() {
    super(
        SdkLiteralTypes.integers().asSdkType("width"),
        SdkLiteralTypes.integers().asSdkType("total"));
  }

  @Override
  public int getRetries() {
    return 5;
  }

  @Override
  public SdkBindingData<Long> run(SdkWorkflowBuilder builder, SdkBindingData<Long> width) {
    return builder.apply("add", new UnaryTask(), width).getOutputs();
  }
}
