package org.flytekitplugins.jflyte.dynamic;

import flyteidl.core.Tasks.TaskTemplate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.PartialIdentifier;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.NodeCompletion;
import org.flytekitplugins.jflyte.idl.DynamicJobSpecIdl;

/**
 * The job that a dynamic task has made, complete: references whole, and with it the template of
 * every task and workflow that its nodes refer to, at any depth of branches and sub-workflows.
 */
final class MadeJob {
  private final DynamicJobSpec spec;
  private final NodeCompletion completion;
  private final Map<WorkflowIdentifier, WorkflowTemplate> knownWorkflows = new LinkedHashMap<>();
  private final Map<WorkflowIdentifier, WorkflowTemplate> workflows = new LinkedHashMap<>();
  private final Set<TaskIdentifier> tasks = new LinkedHashSet<>();
  private final List<Node> nodes;

  /**
   * @param spec the job as the task made it
   * @param task the task's name
   * @param packageWorkflows the workflows of the package
   */
  MadeJob(
      DynamicJobSpec spec,
      String task,
      Map<WorkflowIdentifier, WorkflowTemplate> packageWorkflows,
      NodeCompletion completion) {
    this.spec = spec;
    this.completion = completion;
    knownWorkflows.putAll(packageWorkflows);
    knownWorkflows.putAll(spec.subWorkflows());
    nodes = completion.complete(spec.nodes(), "the job of task " + task);
    collect(nodes);
  }

  /** The tasks that its nodes refer to. */
  Set<TaskIdentifier> tasks() {
    return tasks;
  }

  /**
   * The message.
   *
   * @param templates the templates of all its tasks
   */
  flyteidl.core.DynamicJob.DynamicJobSpec toIdl(List<TaskTemplate> templates) {
    return DynamicJobSpecIdl.toIdl(spec.toBuilder().nodes(nodes).build(), templates, workflows);
  }

  private void collect(List<Node> some) {
    for (Node node : some) {
      if (node.taskNode() != null) {
        tasks.add(taskId(node.taskNode().referenceId()));
      }
      WorkflowNode workflow = node.workflowNode();
      if (workflow != null
          && workflow.reference().kind() == WorkflowNode.Reference.Kind.SUB_WORKFLOW_REF) {
        addWorkflow(workflowId(workflow.reference().subWorkflowRef()));
      }
      BranchNode branch = node.branchNode();
      if (branch != null) {
        List<Node> cases = new ArrayList<>();
        cases.add(branch.ifElse().case_().thenNode());
        for (IfBlock other : branch.ifElse().other()) {
          cases.add(other.thenNode());
        }
        if (branch.ifElse().elseNode() != null) {
          cases.add(branch.ifElse().elseNode());
        }
        collect(cases);
      }
    }
  }

  private void addWorkflow(WorkflowIdentifier id) {
    if (workflows.containsKey(id)) {
      return;
    }
    WorkflowTemplate template = knownWorkflows.get(id);
    if (template == null) {
      throw new JflyteException(
          String.format(
              "workflow %s of project %s, version %s, is not in the package, so its nodes are not"
                  + " known here: refer to a launch plan of it",
              id.name(), id.project(), id.version()));
    }
    WorkflowTemplate complete = completion.complete(template, "workflow " + id.name());
    workflows.put(id, complete);
    collect(complete.nodes());
  }

  private static TaskIdentifier taskId(PartialIdentifier id) {
    return TaskIdentifier.builder()
        .project(Objects.requireNonNull(id.project()))
        .domain(Objects.requireNonNull(id.domain()))
        .name(id.name())
        .version(Objects.requireNonNull(id.version()))
        .build();
  }

  private static WorkflowIdentifier workflowId(PartialIdentifier id) {
    return WorkflowIdentifier.builder()
        .project(Objects.requireNonNull(id.project()))
        .domain(Objects.requireNonNull(id.domain()))
        .name(id.name())
        .version(Objects.requireNonNull(id.version()))
        .build();
  }
}
