package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flyte.localengine.ExecutionContext;
import org.flyte.localengine.LocalEngine;
import org.flyte.localengine.RunnableLaunchPlan;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.LoadedPackage;

/** flytekit-java's engine with what it needs to know of a package, and what it lacks. */
final class EngineRun implements NestedWorkflows {
  private final LoadedPackage loaded;
  private final Map<String, WorkflowTemplate> workflows;
  private final LocalContext context;
  private final Map<String, RunnableTask> tasks;

  EngineRun(LocalPackage localPackage, LocalContext context, LocalTasks tasks) {
    this.loaded = localPackage.loaded();
    this.workflows = localPackage.workflows();
    this.context = context;
    this.tasks = tasks.byName(this);
  }

  /** Runs the workflow, after a look for what is certain to be in its way. */
  Map<String, Literal> run(WorkflowTemplate workflow, Map<String, Literal> inputs) {
    context.tracker().name(workflows);
    checkWhatMustRun(workflow);
    return run(workflow, Map.of(), inputs);
  }

  // What may not be reached, as in branches, is no reason not to begin.
  private void checkWhatMustRun(WorkflowTemplate workflow) {
    Map<String, RunnableTask> known = new HashMap<>(tasks);
    addReferences(workflow.nodes(), known);
    for (Node node : workflow.nodes()) {
      if (node.taskNode() != null
          && known.get(node.taskNode().referenceId().name()) instanceof UnavailableTask task) {
        throw new JflyteException("node " + node.id() + ": " + task.sentence());
      }
      WorkflowNode part = node.workflowNode();
      if (part != null && part.reference().kind() == WorkflowNode.Reference.Kind.SUB_WORKFLOW_REF) {
        WorkflowTemplate template = workflows.get(part.reference().subWorkflowRef().name());
        if (template != null) {
          checkWhatMustRun(template);
        }
      }
    }
  }

  @Override
  public Map<String, Literal> run(
      WorkflowTemplate workflow, Map<String, WorkflowTemplate> parts, Map<String, Literal> inputs) {
    Map<String, WorkflowTemplate> all = new HashMap<>(workflows);
    all.putAll(parts);
    context.tracker().name(parts);
    Map<String, RunnableTask> known = new HashMap<>(tasks);
    addReferences(workflow.nodes(), known);
    Map<String, RunnableLaunchPlan> launchPlans = new HashMap<>();
    addLaunchPlans(workflow.nodes(), launchPlans);
    for (WorkflowTemplate part : all.values()) {
      addReferences(part.nodes(), known);
      addLaunchPlans(part.nodes(), launchPlans);
    }
    return new LocalEngine(
            ExecutionContext.builder()
                .runnableTasks(known)
                .workflowTemplates(all)
                .runnableLaunchPlans(launchPlans)
                .executionListener(context.tracker())
                .build())
        .compileAndExecute(workflow, inputs);
  }

  private static void addReferences(List<Node> nodes, Map<String, RunnableTask> known) {
    WorkflowNodes.forEach(
        nodes,
        node -> {
          if (node.taskNode() != null) {
            PartialTaskIdentifier id = node.taskNode().referenceId();
            known.computeIfAbsent(id.name(), name -> new UnavailableTask(name, whereIs(id)));
          }
        });
  }

  private static String whereIs(PartialTaskIdentifier id) {
    return id.project() == null
        ? "is not in the package: annotate its class with @AutoService(SdkRunnableTask.class)"
        : "is registered in project "
            + id.project()
            + " and not in the package, so only a cluster can run it: leave it out here, or run it"
            + " there";
  }

  private void addLaunchPlans(List<Node> nodes, Map<String, RunnableLaunchPlan> launchPlans) {
    WorkflowNodes.forEach(
        nodes,
        node -> {
          WorkflowNode reference = node.workflowNode();
          if (reference != null
              && reference.reference().kind() == WorkflowNode.Reference.Kind.LAUNCH_PLAN_REF) {
            launchPlans.computeIfAbsent(
                reference.reference().launchPlanRef().name(), this::launchPlan);
          }
        });
  }

  private RunnableLaunchPlan launchPlan(String name) {
    for (LaunchPlan launchPlan : loaded.launchPlans().values()) {
      WorkflowTemplate workflow = workflows.get(launchPlan.workflowId().name());
      if (launchPlan.name().equals(name) && workflow != null) {
        return new LaunchedWorkflow(launchPlan, workflow, this);
      }
    }
    return new UnavailableLaunchPlan(name);
  }
}
