package org.flytekitplugins.localflyteadmin;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.Resources.ResourceEntry;
import flyteidl.core.Tasks.Resources.ResourceName;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What flyteadmin asks of a task, and what it makes of it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/pkg/manager/impl/validation/task_validator.go">flyteadmin's
 *     task validator</a>
 */
final class TaskRules {
  private TaskRules() {}

  /** The template as it is kept. */
  static TaskTemplate compile(TaskCreateRequest request) {
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
    if (template.hasContainer() && !template.getType().equals("sidecar")) {
      requireContainer(template.getContainer());
    }
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

  private static void requireContainer(Container container) {
    IdentifierRules.requireField(container.getImage(), "image");
    requireOnce(container.getResources().getRequestsList());
    requireOnce(container.getResources().getLimitsList());
  }

  private static void requireOnce(List<ResourceEntry> entries) {
    Set<ResourceName> seen = EnumSet.noneOf(ResourceName.class);
    for (ResourceEntry entry : entries) {
      if (!seen.add(entry.getName())) {
        throw Refusals.invalidArgument(
            "can't specify " + entry.getName() + " limit for task multiple times");
      }
      if (!entry.getValue().matches("[+-]?[0-9.]+([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?")) {
        throw Refusals.invalidArgument(
            "Parsing of "
                + entry.getName()
                + " request failed for value "
                + entry.getValue()
                + " - reason  quantities must match the regular expression"
                + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'."
                + " Please follow K8s conventions for resources"
                + " https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/");
      }
    }
  }
}
