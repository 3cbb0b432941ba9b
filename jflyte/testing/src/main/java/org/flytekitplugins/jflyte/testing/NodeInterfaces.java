package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node takes and gives, by what it runs. */
record NodeInterfaces(
    Map<Identifier, TaskTemplate> tasks,
    Map<Identifier, LaunchPlan> launchPlans,
    Map<Identifier, WorkflowTemplate> subWorkflows) {

  /** Null, with an error added, if the node runs nothing that is known. */
  @Nullable TypedInterface of(Node node, CompileErrors errors) {
    return switch (node.getTargetCase()) {
      case TASK_NODE -> ofTask(node, errors);
      case WORKFLOW_NODE -> of(node, node.getWorkflowNode(), errors);
      case BRANCH_NODE -> ofBranch(node, errors);
      case TARGET_NOT_SET -> {
        errors.add("ValueRequired", node.getId(), "Value required [Target].");
        yield null;
      }
    };
  }

  private @Nullable TypedInterface ofTask(Node node, CompileErrors errors) {
    TaskTemplate task = tasks.get(node.getTaskNode().getReferenceId());
    if (task == null) {
      notFound("Task", node, node.getTaskNode().getReferenceId(), errors);
      return null;
    }
    return task.getInterface();
  }

  private @Nullable TypedInterface ofBranch(Node node, CompileErrors errors) {
    List<Node> branches = NodeWalk.branches(node);
    if (branches.isEmpty()) {
      errors.add("BranchNodeIdNotFound", node.getId(), "BranchNode not assigned");
      return null;
    }
    Map<String, Variable> outputs = null;
    for (Node each : branches) {
      TypedInterface of = of(each, errors);
      if (of == null) {
        return null;
      }
      Map<String, Variable> given = of.getOutputs().getVariablesMap();
      if (outputs == null) {
        outputs = new LinkedHashMap<>(given);
      } else {
        outputs.keySet().retainAll(given.keySet());
        requireSameTypes(each, outputs, given, errors);
      }
    }
    return TypedInterface.newBuilder()
        .setOutputs(VariableMap.newBuilder().putAllVariables(outputs))
        .build();
  }

  /** Flytepropeller keeps what all branches give, if they give the same type of it. */
  private static void requireSameTypes(
      Node branch,
      Map<String, Variable> outputs,
      Map<String, Variable> given,
      CompileErrors errors) {
    outputs.forEach(
        (name, variable) -> {
          LiteralType is = given.getOrDefault(name, variable).getType();
          if (!LiteralTypes.castable(is, variable.getType())
              || !LiteralTypes.castable(variable.getType(), is)) {
            errors.add(
                "MismatchingTypes",
                branch.getId(),
                "Variable ["
                    + name
                    + "] (type ["
                    + Refusals.oneLine(variable.getType())
                    + "]) doesn't match expected type ["
                    + Refusals.oneLine(is)
                    + "].");
          }
        });
  }

  private @Nullable TypedInterface of(Node node, WorkflowNode reference, CompileErrors errors) {
    if (reference.hasLaunchplanRef()) {
      LaunchPlan plan = launchPlans.get(reference.getLaunchplanRef());
      if (plan == null) {
        notFound("Workflow", node, reference.getLaunchplanRef(), errors);
        return null;
      }
      return exposed(node, plan);
    }
    WorkflowTemplate workflow = subWorkflows.get(reference.getSubWorkflowRef());
    if (workflow == null) {
      notFound("Workflow", node, reference.getSubWorkflowRef(), errors);
      return null;
    }
    return workflow.getInterface();
  }

  /** What has no default, and what the node sets although it has one. */
  private static TypedInterface exposed(Node node, LaunchPlan plan) {
    VariableMap.Builder inputs = VariableMap.newBuilder();
    plan.getClosure()
        .getExpectedInputs()
        .getParametersMap()
        .forEach(
            (name, parameter) -> {
              if (isExposed(node, name, parameter)) {
                inputs.putVariables(name, parameter.getVar());
              }
            });
    return TypedInterface.newBuilder()
        .setInputs(inputs)
        .setOutputs(plan.getClosure().getExpectedOutputs())
        .build();
  }

  private static boolean isExposed(Node node, String name, Parameter parameter) {
    return parameter.getRequired()
        || node.getInputsList().stream().anyMatch(binding -> binding.getVar().equals(name));
  }

  private static void notFound(String kind, Node node, Identifier id, CompileErrors errors) {
    errors.add(
        kind + "ReferenceNotFound",
        node.getId(),
        "Referenced " + kind + " [" + Refusals.oneLine(id) + "] not found.");
  }
}
