package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;

/** A task of a container and nothing else. */
@AutoService(SdkContainerTask.class)
public final class ContainerTask
    extends SdkContainerTask<SdkBindingData<String>, SdkBindingData<String>> {
  /** The task. */
  public ContainerTask() {
    super(
        SdkLiteralTypes.strings().asSdkType("name"),
        SdkLiteralTypes.strings().asSdkType("greeting"));
  }

  @Override
  public String getImage() {
    return "registry.example/busybox:1.36";
  }

  @Override
  public List<String> getCommand() {
    return List.of("sh", "-c");
  }

  @Override
  public List<String> getArgs() {
    return List.of("echo hello $GREETED", "{{.inputs.name}}");
  }

  @Override
  public Map<String, String> getEnv() {
    return Map.of("GREETED", "$(WORLD)", "WORLD", "world", "ZONE", "utc");
  }

  @Override
  public SdkResources getResources() {
    return SdkResources.builder()
        .requests(Map.of(ResourceName.CPU, "100m"))
        .limits(Map.of(ResourceName.MEMORY, "64Mi"))
        .build();
  }

  @Override
  public int getRetries() {
    return 1;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public String getCacheVersion() {
    return "1";
  }
}
