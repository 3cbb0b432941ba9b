package org.flytekitplugins.jflyte.explain.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.PodTemplate;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** What a task under test says beside flytekit-java's model. */
public final class Said implements TaskTemplateExtension {
  private int taskTypeVersion = 1;
  private String image;
  private Documentation documentation;
  private String deprecation;
  private Set<String> cacheIgnoredInputs = Set.of();
  private Map<String, String> pluginConfig = Map.of();
  private Boolean interruptible;
  private Duration timeout;
  private String podTemplateName;
  private PodTemplate ownPodTemplate;
  private List<Secret> secrets = List.of();
  private Accelerator accelerator;
  private SharedMemory sharedMemory;
  private int heapPercentage = DEFAULT_HEAP_PERCENTAGE;
  private Map<String, String> suppressedFindings = Map.of();

  public Said version(int version) {
    taskTypeVersion = version;
    return this;
  }

  public Said image(String reference) {
    image = reference;
    return this;
  }

  public Said documentation(Documentation value) {
    documentation = value;
    return this;
  }

  public Said deprecated(String message) {
    deprecation = message;
    return this;
  }

  public Said ignoringInCache(String... inputs) {
    cacheIgnoredInputs = Set.of(inputs);
    return this;
  }

  public Said pluginConfig(String key, String value) {
    pluginConfig = Map.of(key, value);
    return this;
  }

  public Said interruptible() {
    interruptible = true;
    return this;
  }

  public Said timeout(Duration value) {
    timeout = value;
    return this;
  }

  public Said podTemplate(String name) {
    podTemplateName = name;
    return this;
  }

  public Said pods(String yaml) {
    ownPodTemplate = PodTemplate.ofYaml(yaml);
    return this;
  }

  public Said secret(Secret secret) {
    secrets = List.of(secret);
    return this;
  }

  public Said accelerator(String device) {
    accelerator = Accelerator.of(device);
    return this;
  }

  public Said sharedMemory(String size) {
    sharedMemory = SharedMemory.ofSizeLimit(size);
    return this;
  }

  public Said heap(int percentage) {
    heapPercentage = percentage;
    return this;
  }

  public Said suppressed(String id, String reason) {
    suppressedFindings = Map.of(id, reason);
    return this;
  }

  @Override
  public int getTaskTypeVersion() {
    return taskTypeVersion;
  }

  @Override
  public String getImage() {
    return image;
  }

  @Override
  public Documentation getDocumentation() {
    return documentation;
  }

  @Override
  public String getDeprecationMessage() {
    return deprecation;
  }

  @Override
  public Set<String> getCacheIgnoredInputs() {
    return cacheIgnoredInputs;
  }

  @Override
  public Map<String, String> getPluginConfig() {
    return pluginConfig;
  }

  @Override
  public Boolean getInterruptible() {
    return interruptible;
  }

  @Override
  public Duration getTimeout() {
    return timeout;
  }

  @Override
  public String getPodTemplateName() {
    return podTemplateName;
  }

  @Override
  public PodTemplate getPodTemplate() {
    return ownPodTemplate;
  }

  @Override
  public List<Secret> getSecrets() {
    return secrets;
  }

  @Override
  public Accelerator getAccelerator() {
    return accelerator;
  }

  @Override
  public SharedMemory getSharedMemory() {
    return sharedMemory;
  }

  @Override
  public int getHeapPercentage() {
    return heapPercentage;
  }

  @Override
  public Map<String, String> getSuppressedFindings() {
    return suppressedFindings;
  }
}
