package org.flytekitplugins.jflyte.closure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.flyte.api.v1.Container;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.KeyValuePair;
import org.flyte.api.v1.Resources;
import org.flyte.api.v1.RunnableTask;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.TrainingTask;
import org.flytekitplugins.kubeflow.Quantity;
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
    Resources resources = checked(task.getResources(), owner);
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
        .image(images.defaultImage(owner))
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
        .image(images.defaultImage(owner))
        .env(env(extension, List.of()))
        .resources(checked(resources, owner))
        .build();
  }

  Container of(ContainerTask task, @Nullable TaskTemplateExtension extension) {
    String owner = "task " + task.getName();
    return Container.builder()
        .command(task.getCommand())
        .args(task.getArgs())
        .image(images.resolve(task.getImage(), owner))
        .env(env(task, extension))
        .resources(checked(task.getResources(), owner))
        .build();
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

  private static Resources checked(Resources resources, String owner) {
    check(resources.requests(), owner, "requests");
    check(resources.limits(), owner, "limits");
    return resources;
  }

  private static void check(
      @Nullable Map<Resources.ResourceName, String> quantities, String owner, String list) {
    if (quantities == null) {
      return;
    }
    quantities.forEach(
        (name, quantity) -> {
          String field =
              String.format(
                  "%s: resources.%s.%s", owner, list, name.name().toLowerCase(Locale.ROOT));
          try {
            checkBytes(field, name, Quantity.of(quantity));
          } catch (IllegalArgumentException e) {
            throw new JflyteException(field + ": " + e.getMessage(), e);
          }
        });
  }

  // Kubernetes takes it, and no container lives with it: 500m of memory is half a byte.
  private static void checkBytes(String field, Resources.ResourceName name, Quantity quantity) {
    boolean isBytes =
        name == Resources.ResourceName.MEMORY || name == Resources.ResourceName.EPHEMERAL_STORAGE;
    BigDecimal amount = quantity.amount();
    if (isBytes && amount.signum() > 0 && amount.compareTo(BigDecimal.ONE) < 0) {
      throw new JflyteException(
          field
              + " is \""
              + quantity
              + "\", but that is less than one byte: write for example 512Mi or 4Gi");
    }
  }
}
