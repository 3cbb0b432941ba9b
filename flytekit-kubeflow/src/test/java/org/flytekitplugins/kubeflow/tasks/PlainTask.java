package org.flytekitplugins.kubeflow.tasks;

import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;

/** A task that is no extension. */
public final class PlainTask extends SdkRunnableTask<Void, Void> {
  private static final long serialVersionUID = 1L;

  public PlainTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public Void run(Void input) {
    return null;
  }
}
