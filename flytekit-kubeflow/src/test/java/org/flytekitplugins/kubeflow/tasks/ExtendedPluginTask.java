package org.flytekitplugins.kubeflow.tasks;

import org.flyte.flytekit.SdkPluginTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A task that a plugin of Flyte runs, with an extension. */
public final class ExtendedPluginTask extends SdkPluginTask<Void, Void>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public ExtendedPluginTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public String getType() {
    return "query";
  }

  @Override
  public SdkStruct getCustom() {
    return SdkStruct.empty();
  }

  @Override
  public String getDeprecationMessage() {
    return "use the other one";
  }
}
