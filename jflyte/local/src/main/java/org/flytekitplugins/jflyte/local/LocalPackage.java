package org.flytekitplugins.jflyte.local;

import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.Task;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.ExecutionVariables;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.loading.RegistrarEnvironment;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.internal.SimilarNames;

/** A package whose workflows can be run here. Close it when nothing of it runs any more. */
public final class LocalPackage implements Closeable {
  /** Where executions on this machine are said to be, as stock jflyte says it. */
  static final ExecutionVariables VARIABLES =
      new ExecutionVariables("flytetester", "development", "test");

  private final PackageLoader loader;
  private final LoadedPackage loaded;
  private final BlobStore blobs;
  private final Map<String, WorkflowTemplate> workflows = new TreeMap<>();

  private LocalPackage(PackageLoader loader, LoadedPackage loaded, BlobStore blobs) {
    this.blobs = blobs;
    this.loader = loader;
    this.loaded = loaded;
    loaded.workflows().forEach((id, template) -> workflows.put(id.name(), template));
  }

  /**
   * Loads a package.
   *
   * @param classPath where it is
   * @param environment of which the package's registrars see what is Flyte's and not secret
   * @throws JflyteException if it cannot be loaded
   */
  public static LocalPackage load(PackageClassPath classPath, Map<String, String> environment) {
    return load(new PackageLoader(classPath), environment);
  }

  /**
   * Loads the tasks and workflows of this very program, for programs and tests that have them on
   * their own class path.
   *
   * @param environment of which the registrars see what is Flyte's and not secret
   * @throws JflyteException if they cannot be loaded
   */
  public static LocalPackage ofThisProgram(Map<String, String> environment) {
    return load(PackageLoader.ofThisProgram(), environment);
  }

  /**
   * A container task that no package has, with nothing around it: what was registered for it is all
   * that there is.
   *
   * @param environment of the storage that it uses
   */
  public static LocalPackage ofContainerTask(ContainerTask task, Map<String, String> environment) {
    TaskIdentifier id =
        TaskIdentifier.builder()
            .project(VARIABLES.project())
            .domain(VARIABLES.domain())
            .version(VARIABLES.version())
            .name(task.getName())
            .build();
    return new LocalPackage(
        PackageLoader.ofThisProgram(),
        new LoadedPackage(
            Map.of(), Map.of(), Map.of(id, task), Map.of(), Map.of(), Map.of(), Map.of()),
        BlobStore.of(environment));
  }

  private static LocalPackage load(PackageLoader loader, Map<String, String> environment) {
    return new LocalPackage(
        loader,
        loader.load(RegistrarEnvironment.of(environment, VARIABLES)).withDefaultLaunchPlans(),
        BlobStore.of(environment));
  }

  /** The names of its workflows, in their order. */
  public Set<String> workflowNames() {
    return workflows.keySet();
  }

  /**
   * What a workflow takes and returns.
   *
   * @throws JflyteException if there is no such workflow; the sentence names those that are
   */
  public TypedInterface workflowInterface(String name) {
    return workflow(name).interface_();
  }

  WorkflowTemplate workflow(String name) {
    WorkflowTemplate workflow = workflows.get(name);
    if (workflow == null) {
      List<String> similar = SimilarNames.of(name, workflows.keySet());
      throw new JflyteException(
          String.format(
              "the package has no workflow %s: %s",
              name,
              similar.isEmpty()
                  ? "name one that it has (" + WorkflowInputs.names(workflows.keySet()) + ")"
                  : "did you mean " + String.join(" or ", similar) + "?"));
    }
    return workflow;
  }

  /** All of its tasks, by name. */
  Map<String, PackageTask> tasks() {
    Map<String, PackageTask> tasks = new TreeMap<>();
    loaded.runnableTasks().forEach((id, task) -> tasks.put(id.name(), of(task)));
    loaded.containerTasks().forEach((id, task) -> tasks.put(id.name(), of(task)));
    loaded.pluginTasks().forEach((id, task) -> tasks.put(id.name(), of(task)));
    loaded
        .dynamicWorkflowTasks()
        .forEach(
            (id, task) ->
                tasks.put(id.name(), new PackageTask(task.getInterface(), task.getRetries())));
    return tasks;
  }

  private static PackageTask of(Task task) {
    return new PackageTask(task.getInterface(), task.getRetries());
  }

  Map<String, WorkflowTemplate> workflows() {
    return workflows;
  }

  PackageClassPath classPath() {
    return loader.classPath();
  }

  LoadedPackage loaded() {
    return loaded;
  }

  BlobStore blobs() {
    return blobs;
  }

  ClassLoader classLoader() {
    return loader.classLoader();
  }

  @Override
  public void close() {
    loader.close();
  }
}
