package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** A runnable task with every type of variable and every setting. */
@AutoService(SdkRunnableTask.class)
public final class EveryTypeTask extends SdkRunnableTask<Values, Values> {
  /** The task. */
  public EveryTypeTask() {
    super(JacksonSdkType.of(Values.class), JacksonSdkType.of(Values.class));
  }

  @Override
  public int getRetries() {
    return 4;
  }

  @Override
  public boolean isCached() {
    return true;
  }

  @Override
  public String getCacheVersion() {
    return "cache-2";
  }

  @Override
  public boolean isCacheSerializable() {
    return true;
  }

  @Override
  public SdkResources getResources() {
    return SdkResources.builder()
        .requests(Map.of(ResourceName.CPU, "500m", ResourceName.MEMORY, "1Gi"))
        .limits(
            Map.of(
                ResourceName.CPU,
                "2",
                ResourceName.MEMORY,
                "1536Mi",
                ResourceName.GPU,
                "1",
                ResourceName.EPHEMERAL_STORAGE,
                "10G"))
        .build();
  }

  @Override
  public List<String> getCustomJavaToolOptions() {
    return List.of("-XX:+UseZGC", "-Dsome.property=some value");
  }

  @Override
  public Values run(Values input) {
    return input;
  }
}
