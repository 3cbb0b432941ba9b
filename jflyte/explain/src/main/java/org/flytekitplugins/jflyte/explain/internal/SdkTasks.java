package org.flytekitplugins.jflyte.explain.internal;

import static java.util.stream.Collectors.joining;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkContainerTask;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkStruct;
import org.flyte.flytekit.SdkTransform;
import org.flytekitplugins.kubeflow.JobKind;
import org.flytekitplugins.kubeflow.JobKinds;
import org.flytekitplugins.spi.TaskTemplateExtension;

/** Reads training tasks as users write them, without a package around them. */
public final class SdkTasks {
  // flytekit-java's own registrars alone may look into a custom field.
  private static final MethodHandle FIELDS = fields();

  private SdkTasks() {}

  /**
   * What a task of Java code declares.
   *
   * @throws IllegalArgumentException if it does not run as a job
   */
  public static DeclaredTask of(SdkRunnableTask<?, ?> task) {
    TaskTemplateExtension extension = extension(task);
    SdkResources resources = task.getResources();
    return OwnResources.addTo(
            common(task, task.getType(), task.getCustom(), extension),
            resources.requests(),
            resources.limits())
        .env(ContainerEnv.ofJava(extension, task.getCustomJavaToolOptions()))
        .image(extension.getImage())
        .retries(task.getRetries())
        .cached(task.isCached())
        .cacheVersion(task.getCacheVersion())
        .cacheSerializable(task.isCacheSerializable())
        .build();
  }

  /**
   * What a task of somebody else's image declares.
   *
   * @throws IllegalArgumentException if it does not run as a job
   */
  public static DeclaredTask of(SdkContainerTask<?, ?> task) {
    TaskTemplateExtension extension = extension(task);
    SdkResources resources = task.getResources();
    List<String> commandLine = new ArrayList<>(task.getCommand());
    commandLine.addAll(task.getArgs());
    return OwnResources.addTo(
            common(task, task.getType(), task.getCustom(), extension),
            resources.requests(),
            resources.limits())
        .runsJava(false)
        .env(ContainerEnv.ofProgram(extension, task.getEnv()))
        .image(task.getImage())
        .commandLine(List.copyOf(commandLine))
        .retries(task.getRetries())
        .cached(task.isCached())
        .cacheVersion(task.getCacheVersion())
        .cacheSerializable(task.isCacheSerializable())
        .build();
  }

  private static DeclaredTask.Builder common(
      SdkTransform<?, ?> task, String type, SdkStruct custom, TaskTemplateExtension extension) {
    return DeclaredTask.builder()
        .name(task.getName())
        .kind(kind(task, type))
        .custom(struct(custom))
        .extension(extension)
        .inputs(task.getInputType().variableNames())
        .outputs(task.getOutputType().variableNames());
  }

  private static JobKind kind(SdkTransform<?, ?> task, String type) {
    return JobKinds.own()
        .ofTaskType(type)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "%s is a task of type %s, which runs as no job: explain one that trains"
                            + " (%s)",
                        task.getName(),
                        type,
                        JobKinds.own().all().stream()
                            .map(JobKind::taskType)
                            .collect(joining(", ")))));
  }

  private static TaskTemplateExtension extension(SdkTransform<?, ?> task) {
    return task instanceof TaskTemplateExtension extension
        ? extension
        : new TaskTemplateExtension() {};
  }

  private static Struct struct(SdkStruct custom) {
    try {
      return (Struct) FIELDS.invoke(custom);
    } catch (Throwable e) {
      throw new IllegalStateException("flytekit-java does not show a custom field", e);
    }
  }

  private static MethodHandle fields() {
    try {
      return MethodHandles.privateLookupIn(SdkStruct.class, MethodHandles.lookup())
          .findVirtual(SdkStruct.class, "struct", MethodType.methodType(Struct.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "flytekit-java has no SdkStruct.struct(): use the version that flytekit-tensorflow-bom"
              + " names",
          e);
    }
  }
}
