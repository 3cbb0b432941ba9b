package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** A plain task with the fields that flytekit-java's task model cannot carry. */
@AutoService(SdkRunnableTask.class)
public final class ExtendedTask extends SdkRunnableTask<Void, Void>
    implements TaskTemplateExtension {
  /** The task. */
  public ExtendedTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public Map<String, String> getEnv() {
    return Map.of("MODE", "fast", "JAVA_TOOL_OPTIONS", "-Xss4m");
  }

  @Override
  public @Nullable Boolean getInterruptible() {
    return false;
  }

  @Override
  public Duration getTimeout() {
    return Duration.ofMillis(1500);
  }

  @Override
  public String getPodTemplateName() {
    return "plain";
  }

  @Override
  public List<Secret> getSecrets() {
    return List.of(Secret.asFile("database", "password"));
  }

  @Override
  public Accelerator getAccelerator() {
    return Accelerator.of("nvidia-l4");
  }

  @Override
  public SharedMemory getSharedMemory() {
    return SharedMemory.unlimited();
  }

  @Override
  public Documentation getDocumentation() {
    return Documentation.of("Does nothing, with everything.")
        .withLongDescription("# Nothing\n\nAs *slowly* as you like.")
        .withSourceLink(URI.create("https://example.com/ExtendedTask.java"));
  }

  @Override
  public String getDeprecationMessage() {
    return "do nothing yourself";
  }

  @Override
  public Map<String, String> getPluginConfig() {
    return Map.of("key", "value");
  }

  @Override
  public SdkResources getResources() {
    return SdkResources.builder().limits(Map.of(ResourceName.MEMORY, "1Gi")).build();
  }

  @Override
  public List<String> getCustomJavaToolOptions() {
    return List.of("-ea");
  }

  @Override
  public @Nullable Void run(@Nullable Void input) {
    return null;
  }
}
