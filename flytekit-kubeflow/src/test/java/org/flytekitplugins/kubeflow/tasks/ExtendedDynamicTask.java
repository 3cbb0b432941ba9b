package org.flytekitplugins.kubeflow.tasks;

import org.flyte.flytekit.SdkDynamicWorkflowTask;
import org.flyte.flytekit.SdkTypes;
import org.flyte.flytekit.SdkWorkflowBuilder;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A task that makes a workflow, with an extension. */
public final class ExtendedDynamicTask extends SdkDynamicWorkflowTask<Void, Void>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public ExtendedDynamicTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public String getImage() {
    return "planner:1";
  }

  @Override
  public Void run(SdkWorkflowBuilder builder, Void input) {
    return null;
  }
}
