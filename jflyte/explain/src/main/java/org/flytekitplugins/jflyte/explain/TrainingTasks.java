package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.kubeflow.Quantity;
import org.flytekitplugins.kubeflow.ResourceList;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** Finds the tasks of a package that run as training jobs. */
public final class TrainingTasks {
  private static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  private final LoadedPackage loaded;
  private final Map<String, String> images;
  private final @Nullable String image;
  private final List<DeclaredTask> tasks = new ArrayList<>();

  private TrainingTasks(LoadedPackage loaded, Map<String, String> images, @Nullable String image) {
    this.loaded = loaded;
    this.images = images;
    this.image = image;
  }

  /**
   * The training tasks of a package, in the order of their names.
   *
   * @param images what names such as <code>{{.image.gpu}}</code> stand for
   * @param image the image of tasks that ask for no other, or null if nobody has said
   */
  public static List<DeclaredTask> of(
      LoadedPackage loaded, Map<String, String> images, @Nullable String image) {
    TrainingTasks found = new TrainingTasks(loaded, images, image);
    loaded.runnableTasks().forEach(found::addRunnable);
    loaded.containerTasks().forEach(found::addContainer);
    loaded.pluginTasks().forEach(found::addPlugin);
    found.tasks.sort(Comparator.comparing(DeclaredTask::name));
    return Collections.unmodifiableList(found.tasks);
  }

  private void addRunnable(TaskIdentifier id, RunnableTask task) {
    common(id, task)
        .ifPresent(builder -> add(builder.env(env(id, task)).image(image), task.getResources()));
  }

  private void addContainer(TaskIdentifier id, ContainerTask task) {
    common(id, task)
        .ifPresent(
            builder -> {
              Map<String, String> env = new TreeMap<>(extension(id).getEnv());
              task.getEnv()
                  .forEach(
                      variable ->
                          env.put(
                              variable.key(), variable.value() == null ? "" : variable.value()));
              List<String> commandLine = new ArrayList<>(task.getCommand());
              commandLine.addAll(task.getArgs());
              add(
                  builder
                      .runsJava(false)
                      .env(env)
                      .image(task.getImage())
                      .commandLine(List.copyOf(commandLine)),
                  task.getResources());
            });
  }

  private void addPlugin(TaskIdentifier id, PluginTask task) {
    common(id, task)
        .ifPresent(
            builder ->
                add(
                    builder.runsJava(false).env(extension(id).getEnv()),
                    Resources.builder().build()));
  }

  private void add(DeclaredTask.Builder builder, Resources resources) {
    try {
      ResourceList requests = list(resources.requests());
      ResourceList limits = list(resources.limits());
      builder.requests(requests).limits(limits).resourceProblem(problem(requests, limits));
    } catch (IllegalArgumentException e) {
      builder.resourceProblem(e.getMessage());
    }
    tasks.add(builder.build());
  }

  private Optional<DeclaredTask.Builder> common(TaskIdentifier id, Task task) {
    return JobKinds.own()
        .ofTaskType(task.getType())
        .map(
            kind ->
                DeclaredTask.builder()
                    .name(id.name())
                    .kind(kind)
                    .custom(task.getCustom())
                    .extension(extension(id))
                    .retries(task.getRetries().retries())
                    .cached(task.isCached())
                    .cacheVersion(task.getCacheVersion())
                    .cacheSerializable(task.isCacheSerializable())
                    .images(images)
                    .inputs(task.getInterface().inputs().keySet())
                    .outputs(task.getInterface().outputs().keySet()));
  }

  private TaskTemplateExtension extension(TaskIdentifier id) {
    TaskTemplateExtension extension = loaded.extensions().get(id);
    return extension == null ? new TaskTemplateExtension() {} : extension;
  }

  private Map<String, String> env(TaskIdentifier id, RunnableTask task) {
    Map<String, String> env = new TreeMap<>(extension(id).getEnv());
    List<String> options = new ArrayList<>(task.getCustomJavaToolOptions());
    String own = env.get(JAVA_TOOL_OPTIONS);
    if (own != null) {
      options.add(own);
    }
    if (!options.isEmpty()) {
      env.put(JAVA_TOOL_OPTIONS, String.join(" ", options));
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(env));
  }

  private static ResourceList list(@Nullable Map<Resources.ResourceName, String> quantities) {
    Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);
    if (quantities != null) {
      quantities.forEach(
          (name, text) -> {
            // Flyte drops a quantity of zero, and has no room for storage in a pod.
            if (name != Resources.ResourceName.STORAGE
                && Quantity.of(text).amount().signum() != 0) {
              texts.put(ResourceName.valueOf(name.name()), text);
            }
          });
    }
    return ResourceList.of(texts);
  }

  private static @Nullable String problem(ResourceList requests, ResourceList limits) {
    for (Map.Entry<ResourceName, Quantity> request : requests.quantities().entrySet()) {
      Quantity limit = limits.quantities().get(request.getKey());
      if (limit == null) {
        continue;
      }
      int order = request.getValue().compareTo(limit);
      boolean isShared = request.getKey() != ResourceName.GPU;
      if (order > 0 || (!isShared && order != 0)) {
        return String.format(
            "it requests %s %s, and its limit is %s",
            request.getValue(), Amount.name(request.getKey()), limit);
      }
    }
    return null;
  }
}
