package org.flytekitplugins.kubeflow.tasks;

import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A task of Java code with an extension. */
public class ExtendedTask extends SdkRunnableTask<Void, Void> implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public ExtendedTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public int getTaskTypeVersion() {
    return 1;
  }

  @Override
  public Void run(Void input) {
    return null;
  }
}
