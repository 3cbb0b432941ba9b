package org.flytekitplugins.kubeflow.tasks;

import java.util.Map;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** A task of somebody's image with an extension, under a name of its own. */
public final class ExtendedContainerTask extends SdkContainerTask<Void, Void>
    implements TaskTemplateExtension {
  private static final long serialVersionUID = 1L;

  public ExtendedContainerTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public String getName() {
    return "train-in-python";
  }

  @Override
  public String getImage() {
    return "trainer:1";
  }

  @Override
  public Map<String, String> getEnv() {
    return Map.of("A", "1");
  }
}
