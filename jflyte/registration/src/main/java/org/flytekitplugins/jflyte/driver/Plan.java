package org.flytekitplugins.jflyte.driver;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * What is walked: a workflow, and those that it is made of, at any depth.
 *
 * @param workflow the workflow
 * @param parts its sub-workflows
 * @param launch what a launch plan says of its inputs; one that says nothing if there is none
 */
record Plan(
    WorkflowTemplate workflow, Map<Identifier, WorkflowTemplate> parts, LaunchPlanSpec launch) {
  Plan {
    parts = Map.copyOf(parts);
  }

  static Plan of(WorkflowTemplate workflow, Collection<WorkflowTemplate> parts) {
    return of(workflow, parts, LaunchPlanSpec.getDefaultInstance());
  }

  static Plan of(
      WorkflowTemplate workflow, Collection<WorkflowTemplate> parts, LaunchPlanSpec launch) {
    Map<Identifier, WorkflowTemplate> byId = new LinkedHashMap<>();
    parts.forEach(part -> byId.put(part.getId(), part));
    return new Plan(workflow, byId, launch);
  }

  /** The inputs of the workflow: the launch plan's defaults, what is given, what it has fixed. */
  Map<String, Literal> inputs(Map<String, Literal> given) {
    Map<String, Literal> inputs = new LinkedHashMap<>();
    launch
        .getDefaultInputs()
        .getParametersMap()
        .forEach(
            (name, parameter) -> {
              if (parameter.hasDefault()) {
                inputs.put(name, parameter.getDefault());
              }
            });
    inputs.putAll(given);
    inputs.putAll(launch.getFixedInputs().getLiteralsMap());
    return inputs;
  }

  WorkflowTemplate part(Identifier id) {
    WorkflowTemplate part = parts.get(id);
    if (part == null) {
      throw new JflyteException(
          String.format(
              "workflow %s, version %s, of project %s is not registered with this one: register the"
                  + " package again",
              id.getName(), id.getVersion(), id.getProject()));
    }
    return part;
  }
}
