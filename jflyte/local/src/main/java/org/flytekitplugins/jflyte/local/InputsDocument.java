package org.flytekitplugins.jflyte.local;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.loading.PackageClassPath;
import org.flytekitplugins.jflyte.loading.PackageLoader;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;
import org.flytekitplugins.jflyte.storage.BlobStore;

/** The inputs of a task as its pods read them, for jobs that run without Flyte. */
public final class InputsDocument {
  private final SortedMap<String, Literal> inputs;

  private InputsDocument(Map<String, Literal> inputs) {
    this.inputs = Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }

  /**
   * Reads inputs by the types that a task wants.
   *
   * @param classPath the package of the task
   * @param task its full name
   * @param json an object of inputs by name
   * @param source where that is from, for sentences
   * @throws JflyteException if the package cannot be loaded or has no such task, if a value is not
   *     of its type, if an input is missing, or if there is one too many
   */
  public static InputsDocument read(
      PackageClassPath classPath, String task, String json, String source) {
    try (PackageLoader loader = new PackageLoader(classPath)) {
      LoadedPackage loaded = loader.loadTasks(LocalPackage.VARIABLES.toEnv());
      return new InputsDocument(WorkflowInputs.readJson(wanted(loaded, task), json, source));
    }
  }

  private static Map<String, Variable> wanted(LoadedPackage loaded, String name) {
    Map<String, TypedInterface> tasks = new TreeMap<>();
    loaded.runnableTasks().forEach((id, task) -> tasks.put(id.name(), task.getInterface()));
    loaded.dynamicWorkflowTasks().forEach((id, task) -> tasks.put(id.name(), task.getInterface()));
    loaded.containerTasks().forEach((id, task) -> tasks.put(id.name(), task.getInterface()));
    loaded.pluginTasks().forEach((id, task) -> tasks.put(id.name(), task.getInterface()));
    TypedInterface wanted = tasks.get(name);
    if (wanted == null) {
      throw new JflyteException(
          String.format(
              "the package has no task %s: name one that it has (%s)",
              name, WorkflowInputs.names(tasks.keySet())));
    }
    return wanted.inputs();
  }

  /** The inputs by name. */
  public SortedMap<String, Literal> inputs() {
    return inputs;
  }

  /**
   * Writes it, over what is there, whole or not at all.
   *
   * @param uri where to
   * @param environment which names the modules that serve other schemes than {@code file}
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(String uri, Map<String, String> environment) {
    BlobStore.of(environment).write(uri, LiteralMapBytes.write(inputs));
  }
}
