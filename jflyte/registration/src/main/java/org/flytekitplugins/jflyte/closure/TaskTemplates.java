package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Tasks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TaskTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.idl.NewerModel;
import org.flytekitplugins.jflyte.idl.TaskTemplateIdl;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** The templates of all tasks of a package, in Flyte's own form. */
public final class TaskTemplates {
  private static final String DYNAMIC_TYPE = "container";

  private final LoadedPackage loaded;
  private final NamedImages images;
  private final PackageSource source;
  private final TaskContainers containers;

  /**
   * @param loaded the package
   * @param images the images of its tasks
   * @param source where pods find the package
   */
  public TaskTemplates(LoadedPackage loaded, NamedImages images, PackageSource source) {
    this.loaded = loaded;
    this.images = images;
    this.source = source;
    this.containers = new TaskContainers(images, source);
  }

  /**
   * The template of every task.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if a task is not what Flyte takes
   */
  public Map<TaskIdentifier, Tasks.TaskTemplate> all() {
    Map<TaskIdentifier, Tasks.TaskTemplate> templates = new LinkedHashMap<>();
    loaded.runnableTasks().forEach((id, task) -> templates.put(id, runnable(id, task)));
    loaded.dynamicWorkflowTasks().forEach((id, task) -> templates.put(id, dynamic(id, task)));
    loaded.containerTasks().forEach((id, task) -> templates.put(id, container(id, task)));
    loaded.pluginTasks().forEach((id, task) -> templates.put(id, plugin(id, task)));
    return templates;
  }

  /**
   * The container of a task, in which every replica of it runs; empty if it has none, or there is
   * no such task.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if it is not what Flyte takes
   */
  public Optional<Container> container(String name) {
    for (Map.Entry<TaskIdentifier, RunnableTask> task : loaded.runnableTasks().entrySet()) {
      if (task.getKey().name().equals(name)) {
        return Optional.of(containers.of(task.getValue(), checkedExtension(task.getKey())));
      }
    }
    for (Map.Entry<TaskIdentifier, ContainerTask> task : loaded.containerTasks().entrySet()) {
      if (task.getKey().name().equals(name)) {
        return Optional.of(containers.of(task.getValue(), checkedExtension(task.getKey())));
      }
    }
    return Optional.empty();
  }

  private Tasks.TaskTemplate runnable(TaskIdentifier id, RunnableTask task) {
    TaskTemplateExtension extension = checkedExtension(id);
    Container container = containers.of(task, extension);
    TaskTemplate template =
        common(task)
            .custom(withJflyte(custom(task), /* named= */ Map.of()))
            .container(container)
            .build();
    return TaskPods.withPod(
        TaskTemplateIdl.toIdl(id, template, extension), container, extension, "task " + id.name());
  }

  private Tasks.TaskTemplate dynamic(TaskIdentifier id, DynamicWorkflowTask task) {
    TaskTemplateExtension extension = checkedExtension(id);
    Container container =
        containers.ofDynamicWorkflow(task.getName(), NewerModel.resources(task), extension);
    TaskTemplate template =
        TaskTemplate.builder()
            .type(DYNAMIC_TYPE)
            .interface_(task.getInterface())
            .retries(task.getRetries())
            .discoverable(false)
            .cacheSerializable(false)
            .custom(withJflyte(Struct.of(Map.of()), imagesOfMadeTasks(container, extension)))
            .container(container)
            .build();
    return TaskPods.withPod(
        TaskTemplateIdl.toIdl(id, template, extension), container, extension, "task " + id.name());
  }

  /**
   * What a dynamic task cannot know in its pod; without more, that is the image that it runs in.
   */
  private Map<String, String> imagesOfMadeTasks(
      Container own, @Nullable TaskTemplateExtension extension) {
    boolean isPod = extension != null && extension.getPodTemplate() != null;
    return !isPod && images.references().equals(Map.of(NamedImages.DEFAULT, own.image()))
        ? Map.of()
        : images.references();
  }

  private Tasks.TaskTemplate container(TaskIdentifier id, ContainerTask task) {
    TaskTemplateExtension extension = checkedExtension(id);
    Container container = containers.of(task, extension);
    TaskTemplate template = common(task).custom(custom(task)).container(container).build();
    return TaskPods.withPod(
        TaskTemplateIdl.toIdl(id, template, extension), container, extension, "task " + id.name());
  }

  private Tasks.TaskTemplate plugin(TaskIdentifier id, PluginTask task) {
    TaskTemplateExtension extension = checkedExtension(id);
    if (extension != null) {
      refuseContainer(id, extension);
    }
    return TaskTemplateIdl.toIdl(id, common(task).custom(custom(task)).build(), extension);
  }

  private static void refuseContainer(TaskIdentifier id, TaskTemplateExtension extension) {
    refuse(id, "getImage()", extension.getImage() != null);
    refuse(id, "getEnv()", !extension.getEnv().isEmpty());
    refuse(id, "getPodTemplate()", extension.getPodTemplate() != null);
  }

  private static void refuse(TaskIdentifier id, String getter, boolean isSaid) {
    if (isSaid) {
      throw new JflyteException(
          String.format(
              "task %s says something by %s, but a plugin task has no container that it would be"
                  + " for: leave it out",
              id.name(), getter));
    }
  }

  private @Nullable TaskTemplateExtension checkedExtension(TaskIdentifier id) {
    EntityName.check("task", id.name());
    TaskTemplateExtension extension = loaded.extensions().get(id);
    new PodNames("task " + id.name()).check(extension);
    return extension;
  }

  private Struct custom(Task task) {
    return images.resolve(task.getCustom(), "task " + task.getName());
  }

  private static TaskTemplate.Builder common(Task task) {
    TaskTemplate.Builder template =
        TaskTemplate.builder()
            .type(task.getType())
            .interface_(task.getInterface())
            .retries(task.getRetries())
            .discoverable(task.isCached())
            .cacheSerializable(task.isCacheSerializable());
    @Nullable String cacheVersion = task.getCacheVersion();
    if (cacheVersion != null) {
      template.discoveryVersion(cacheVersion);
    }
    return template;
  }

  /**
   * The custom field with what the launcher in the pod wants to know beside it, under a key of its
   * own; Flyte's plugins pass over keys that they do not know.
   *
   * @param named images that templates made in the pod may name
   */
  private Struct withJflyte(Struct custom, Map<String, String> named) {
    Map<String, Struct.Value> jflyte = new LinkedHashMap<>();
    if (source instanceof PackageSource.Staged staged) {
      List<Struct.Value> artifacts =
          staged.artifacts().stream().map(TaskTemplates::artifact).toList();
      jflyte.put("artifacts", Struct.Value.ofListValue(artifacts));
    }
    if (!named.isEmpty()) {
      Map<String, Struct.Value> references = new LinkedHashMap<>();
      named.forEach((name, image) -> references.put(name, Struct.Value.ofStringValue(image)));
      jflyte.put("images", Struct.Value.ofStructValue(Struct.of(references)));
    }
    if (jflyte.isEmpty()) {
      return custom;
    }
    Map<String, Struct.Value> fields = new LinkedHashMap<>(custom.fields());
    fields.put("jflyte", Struct.Value.ofStructValue(Struct.of(jflyte)));
    return Struct.of(fields);
  }

  private static Struct.Value artifact(Artifact artifact) {
    Map<String, Struct.Value> fields = new LinkedHashMap<>();
    fields.put("name", Struct.Value.ofStringValue(artifact.name()));
    fields.put("location", Struct.Value.ofStringValue(artifact.location()));
    return Struct.Value.ofStructValue(Struct.of(fields));
  }
}
