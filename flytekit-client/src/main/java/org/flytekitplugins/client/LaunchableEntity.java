package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.client.internal.LiteralMessages;
import org.flytekitplugins.client.internal.TypeMessages;
import org.flytekitplugins.client.internal.flyte2.DefaultInputs;

/** What can be started, as it is registered: a launch plan or a task. */
@AutoValue
public abstract class LaunchableEntity {
  LaunchableEntity() {}

  static LaunchableEntity of(LaunchPlan plan) {
    Map<String, Variable> inputs = new LinkedHashMap<>();
    Set<String> required = new TreeSet<>();
    Map<String, Parameter> expected = plan.getClosure().getExpectedInputs().getParametersMap();
    expected.forEach(
        (name, parameter) -> {
          inputs.put(name, TypeMessages.read(parameter.getVar(), name));
          if (!parameter.hasDefault()) {
            required.add(name);
          }
        });
    return new AutoValue_LaunchableEntity(
        plan.getId(),
        Collections.unmodifiableMap(inputs),
        Collections.unmodifiableSet(required),
        Struct.of(Map.of()),
        0);
  }

  static LaunchableEntity of(Task task) {
    TaskTemplate template = task.getClosure().getCompiledTask().getTemplate();
    Map<String, Variable> inputs = TypeMessages.read(template.getInterface().getInputs());
    Set<String> required = new TreeSet<>(inputs.keySet());
    // On Flyte 2, of a launch plan that a task drives.
    required.removeAll(DefaultInputs.in(task).keySet());
    return new AutoValue_LaunchableEntity(
        task.getId(),
        inputs,
        Collections.unmodifiableSet(required),
        LiteralMessages.read(template.getCustom()),
        template.getTaskTypeVersion());
  }

  abstract Identifier id();

  /** Its inputs, with their types; without those that a launch plan fixes. */
  public abstract Map<String, Variable> inputs();

  /** Those of its inputs that have no default. */
  public abstract Set<String> required();

  /** What a task tells the plugin of its type, like a training job's replicas; may be empty. */
  public abstract Struct custom();

  /** The version of the task's type, by which {@link #custom()} is to be read. */
  public abstract int taskTypeVersion();

  /** Its name. */
  public String name() {
    return id().getName();
  }

  /** Its version. */
  public String version() {
    return id().getVersion();
  }

  /** What it is: {@code launch plan} or {@code task}. */
  public String kind() {
    return Entities.kind(id().getResourceType());
  }

  /** {@code launch plan com.acme.Nightly, version 1}. */
  @Override
  public final String toString() {
    return kind() + " " + name() + ", version " + version();
  }
}
