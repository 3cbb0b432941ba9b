package org.flytekitplugins.jflyte.explain.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** Finds the tasks of a package that run as training jobs. */
public final class TrainingTasks {
  private final LoadedPackage loaded;
  private final Map<String, String> images;
  private final @Nullable String image;
  private final TaskUses uses;
  private final List<DeclaredTask> tasks = new ArrayList<>();

  private TrainingTasks(LoadedPackage loaded, Map<String, String> images, @Nullable String image) {
    this.loaded = loaded;
    this.images = images;
    this.image = image;
    this.uses = new TaskUses(loaded);
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
        .ifPresent(
            builder ->
                add(
                    builder
                        .env(ContainerEnv.ofJava(extension(id), task.getCustomJavaToolOptions()))
                        .image(image(extension(id))),
                    task.getResources()));
  }

  private void addContainer(TaskIdentifier id, ContainerTask task) {
    common(id, task)
        .ifPresent(
            builder -> {
              Map<String, String> env = new LinkedHashMap<>();
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
                      .env(ContainerEnv.ofProgram(extension(id), env))
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
    tasks.add(
        OwnResources.addTo(builder, texts(resources.requests()), texts(resources.limits()))
            .build());
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
                    .workflows(uses.of(id.name()))
                    .inputs(task.getInterface().inputs().keySet())
                    .outputs(task.getInterface().outputs().keySet()));
  }

  private @Nullable String image(TaskTemplateExtension extension) {
    String own = extension.getImage();
    return own == null ? image : own;
  }

  private TaskTemplateExtension extension(TaskIdentifier id) {
    TaskTemplateExtension extension = loaded.extensions().get(id);
    return extension == null ? new TaskTemplateExtension() {} : extension;
  }

  private static Map<ResourceName, String> texts(
      @Nullable Map<Resources.ResourceName, String> quantities) {
    Map<ResourceName, String> texts = new EnumMap<>(ResourceName.class);
    if (quantities != null) {
      quantities.forEach((name, text) -> texts.put(ResourceName.valueOf(name.name()), text));
    }
    return texts;
  }
}
