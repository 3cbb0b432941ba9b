package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.Map;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.WorkflowTemplate;
import org.flyte.localengine.RunnableLaunchPlan;

/** A workflow that is run by a launch plan, within the node that refers to it. */
final class LaunchedWorkflow implements RunnableLaunchPlan, LocalNode {
  private final LaunchPlan launchPlan;
  private final WorkflowTemplate workflow;
  private final NestedWorkflows workflows;

  LaunchedWorkflow(LaunchPlan launchPlan, WorkflowTemplate workflow, NestedWorkflows workflows) {
    this.launchPlan = launchPlan;
    this.workflow = workflow;
    this.workflows = workflows;
  }

  @Override
  public NodeKind kind() {
    return NodeKind.LAUNCH_PLAN;
  }

  @Override
  public String getName() {
    return launchPlan.name();
  }

  @Override
  public Map<String, Literal> run(Map<String, Literal> inputs) {
    Map<String, Literal> all = new HashMap<>();
    launchPlan
        .defaultInputs()
        .forEach(
            (name, parameter) -> {
              if (parameter.defaultValue() != null) {
                all.put(name, parameter.defaultValue());
              }
            });
    all.putAll(inputs);
    all.putAll(launchPlan.fixedInputs());
    return workflows.run(workflow, Map.of(), all);
  }
}
