package org.flytekitplugins.jflyte.closure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.EmptyCommandLine;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.kubeflow.internal.ImageReference;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** The containers of tasks: what a pod runs, in which image, with which memory. */
final class TaskContainers {
  private static final String JAVA_TOOL_OPTIONS = "JAVA_TOOL_OPTIONS";

  private final NamedImages images;
  private final PackageSource source;

  TaskContainers(NamedImages images, PackageSource source) {
    this.images = images;
    this.source = source;
  }

  Container of(RunnableTask task, @Nullable TaskTemplateExtension extension) {
    String owner = "task " + task.getName();
    boolean training = TrainingTask.is(task.getType(), extension);
    Resources resources = ResourcesCheck.checked(task.getResources(), owner);
    List<String> args = executeArgs("execute", task.getName());
    addPackage(args, /* needsTemplate= */ false);
    if (training) {
      args.addAll(
          List.of(
              "--rawOutputPrefix",
              "{{.rawOutputDataPrefix}}",
              "--checkpoint",
              "{{.checkpointOutputPrefix}}",
              "--previousCheckpoint",
              "{{.prevCheckpointPrefix}}"));
    }
    String memoryLimit = memoryLimit(resources);
    List<String> javaOptions = new ArrayList<>();
    if (training && extension != null) {
      javaOptions.add(JavaHeap.share(extension.getHeapPercentage()));
    } else if (memoryLimit != null) {
      javaOptions.add(JavaHeap.all(memoryLimit));
    }
    javaOptions.addAll(task.getCustomJavaToolOptions());
    return Container.builder()
        .command(List.of())
        .args(args)
        .image(image(extension, owner))
        .env(env(extension, javaOptions))
        .resources(resources)
        .build();
  }

  /**
   * The container of a dynamic workflow task, which needs its template when it runs: it makes the
   * templates of other tasks in its likeness.
   */
  Container ofDynamicWorkflow(
      String name, Resources resources, @Nullable TaskTemplateExtension extension) {
    String owner = "task " + name;
    List<String> args = executeArgs("execute-dynamic-workflow", name);
    addPackage(args, /* needsTemplate= */ true);
    return Container.builder()
        .command(List.of())
        .args(args)
        .image(image(extension, owner))
        .env(env(extension, List.of()))
        .resources(ResourcesCheck.checked(resources, owner))
        .build();
  }

  Container of(ContainerTask task, @Nullable TaskTemplateExtension extension) {
    String owner = "task " + task.getName();
    if (EmptyCommandLine.isOf(task)) {
      throw new JflyteException(owner + " " + EmptyCommandLine.REFUSAL);
    }
    PodNames names = new PodNames(owner);
    task.getEnv().forEach(variable -> names.checkVariable(variable.key()));
    return Container.builder()
        .command(task.getCommand())
        .args(task.getArgs())
        .image(reference(task.getImage(), owner))
        .env(env(task, extension))
        .resources(ResourcesCheck.checked(task.getResources(), owner))
        .build();
  }

  /** The image of a task of Java code: its own, else that of the package. */
  private String image(@Nullable TaskTemplateExtension extension, String owner) {
    String own = extension == null ? null : extension.getImage();
    return own == null ? images.defaultImage(owner) : reference(own, owner);
  }

  private String reference(String text, String owner) {
    String image = images.resolve(text, owner);
    if (!ImageReference.isReference(image)) {
      throw new JflyteException(
          String.format(
              "%s runs the image \"%s\", which is no reference of an image: write it as"
                  + " registry/name:tag or name@sha256:...",
              owner, image));
    }
    return image;
  }

  /**
   * The variables of a container task and of its extension, which with one method say the same
   * twice. In the order of names, because flytekit-java keeps them in maps that may have another
   * order in the next run; those that refer to others last, as Kubernetes wants it.
   */
  private static List<KeyValuePair> env(
      ContainerTask task, @Nullable TaskTemplateExtension extension) {
    Map<String, KeyValuePair> variables = new TreeMap<>();
    env(extension, List.of()).forEach(variable -> variables.put(variable.key(), variable));
    task.getEnv().forEach(variable -> variables.put(variable.key(), variable));
    List<KeyValuePair> env = new ArrayList<>(variables.values());
    env.sort(Comparator.comparing(TaskContainers::refersToOthers));
    return env;
  }

  private static boolean refersToOthers(KeyValuePair variable) {
    String value = variable.value();
    return value != null && value.contains("$(");
  }

  private static List<String> executeArgs(String command, String task) {
    return new ArrayList<>(
        List.of(
            "jflyte",
            command,
            "--task",
            task,
            "--inputs",
            "{{.input}}",
            "--outputPrefix",
            "{{.outputPrefix}}"));
  }

  private void addPackage(List<String> args, boolean needsTemplate) {
    boolean inImage = source instanceof PackageSource.InImage;
    // Flyte uploads a template for every pod whose arguments ask for its path.
    if (needsTemplate || !inImage) {
      args.addAll(List.of("--taskTemplatePath", "{{.taskTemplatePath}}"));
    }
    if (source instanceof PackageSource.InImage image) {
      args.addAll(List.of("--package-dir", image.classPath()));
    }
  }

  private static List<KeyValuePair> env(
      @Nullable TaskTemplateExtension extension, List<String> javaOptions) {
    Map<String, String> variables =
        new TreeMap<>(extension == null ? Map.of() : extension.getEnv());
    List<String> allJavaOptions = new ArrayList<>(javaOptions);
    // The task's own come last: of two flags for one thing the JVM takes the later.
    String own = variables.remove(JAVA_TOOL_OPTIONS);
    if (own != null) {
      allJavaOptions.add(own);
    }
    List<KeyValuePair> env = new ArrayList<>();
    variables.forEach((name, value) -> env.add(KeyValuePair.of(name, value)));
    if (!allJavaOptions.isEmpty()) {
      env.add(KeyValuePair.of(JAVA_TOOL_OPTIONS, String.join(" ", allJavaOptions)));
    }
    return env;
  }

  private static @Nullable String memoryLimit(Resources resources) {
    Map<Resources.ResourceName, String> limits = resources.limits();
    return limits == null ? null : limits.get(Resources.ResourceName.MEMORY);
  }
}
