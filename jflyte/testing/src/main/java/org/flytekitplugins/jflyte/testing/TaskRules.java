package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Tasks.TaskTemplate;

/**
 * What flyteadmin asks of a task, and what it makes of it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/pkg/manager/impl/validation/task_validator.go">flyteadmin's
 *     task validator</a>
 */
final class TaskRules {
  // A sidecar need not have a container.
  private static final String SIDECAR = "sidecar";

  private final TaskResourceRules resources;

  TaskRules(TaskResourceRules resources) {
    this.resources = resources;
  }

  /** The template as it is kept. */
  TaskTemplate compile(TaskCreateRequest request) {
    if (!request.hasSpec() || !request.getSpec().hasTemplate()) {
      throw Refusals.missing("spec");
    }
    TaskTemplate template = request.getSpec().getTemplate();
    IdentifierRules.requireField(template.getType(), "type");
    if (!template.hasMetadata()) {
      throw Refusals.missing("metadata");
    }
    if (template.getMetadata().hasRuntime()) {
      IdentifierRules.requireField(
          template.getMetadata().getRuntime().getVersion(), "runtime version");
    }
    if (!template.hasInterface()) {
      throw Refusals.missing("typed interface");
    }
    if (template.hasContainer() && !template.getType().equals(SIDECAR)) {
      IdentifierRules.requireField(template.getContainer().getImage(), "image");
      resources.check(request.getId(), template.getContainer().getResources());
    }
    requireTarget(request.getId(), template);
    return template.toBuilder()
        .setId(request.getId())
        .setInterface(complete(template.getInterface()))
        .build();
  }

  /** The interface with both its maps, as flytepropeller's compiler leaves it. */
  static TypedInterface complete(TypedInterface of) {
    TypedInterface.Builder complete = of.toBuilder();
    if (!of.hasInputs()) {
      complete.setInputs(VariableMap.getDefaultInstance());
    }
    if (!of.hasOutputs()) {
      complete.setOutputs(VariableMap.getDefaultInstance());
    }
    return complete.build();
  }

  /** What flytepropeller's compiler asks of a container or a pod. */
  private static void requireTarget(Identifier id, TaskTemplate template) {
    CompileErrors errors = new CompileErrors();
    if (template.hasContainer()
        && hasVariables(template.getInterface())
        && template.getContainer().getCommandCount() == 0
        && template.getContainer().getArgsCount() == 0) {
      errors.add("ValueRequired", "container", "Value required [command].");
    }
    if (template.hasK8SPod() && !template.getK8SPod().hasPodSpec()) {
      errors.add("InvalidValue", "root", "Invalid value [k8s pod spec].");
    }
    if (!errors.isEmpty()) {
      throw errors.refusal("task", id);
    }
  }

  private static boolean hasVariables(TypedInterface of) {
    return of.getInputs().getVariablesCount() > 0 || of.getOutputs().getVariablesCount() > 0;
  }
}
