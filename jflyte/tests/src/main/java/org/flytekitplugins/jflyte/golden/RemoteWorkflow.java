package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRemoteLaunchPlan;
import org.flyte.flytekit.SdkRemoteTask;
import org.flyte.flytekit.SdkType;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.flytekit.SdkWorkflowBuilder;

/** Tasks and launch plans that others have registered, and a launch plan of this package. */
@AutoService(SdkWorkflow.class)
public final class RemoteWorkflow extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
  private static final SdkType<SdkBindingData<Long>> NUMBER =
      SdkLiteralTypes.integers().asSdkType("number");

  /** The workflow. */
  public RemoteWorkflow() {
    super(NUMBER, NUMBER);
  }

  @Override
  protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> number) {
    var task = SdkRemoteTask.create("production", "others", "others.task", NUMBER, NUMBER);
    var taskAtVersion =
        SdkRemoteTask.create("production", "others", "others.task", "7", NUMBER, NUMBER);
    var plan = SdkRemoteLaunchPlan.create("production", "others", "others.plan", NUMBER, NUMBER);
    var planAtVersion =
        SdkRemoteLaunchPlan.create("production", "others", "others.plan", "7", NUMBER, NUMBER);
    var first = builder.apply("task", task, number).getOutputs();
    var second = builder.apply("task-at-version", taskAtVersion, first).getOutputs();
    var third = builder.apply("plan", plan, second).getOutputs();
    return builder.apply("plan-at-version", planAtVersion, third).getOutputs();
  }
}
