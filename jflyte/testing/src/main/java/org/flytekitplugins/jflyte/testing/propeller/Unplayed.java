package org.flytekitplugins.jflyte.testing.propeller;

import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * What a workflow may have on a cluster and nothing runs here, so that it is not left out unsaid.
 */
final class Unplayed {
  private static final Set<String> ENDS = Set.of("start-node", "end-node");

  private final Identifier workflow;
  private final boolean onePackage;

  private Unplayed(Identifier workflow, boolean onePackage) {
    this.workflow = workflow;
    this.onePackage = onePackage;
  }

  /**
   * Looks for it.
   *
   * @param onePackage whether what is registered as another version, or elsewhere, is played from
   *     the same package, by its name
   * @throws JflyteException if there is such a thing; the sentence names it
   */
  static void refuse(CompiledWorkflowClosure closure, boolean onePackage) {
    refuse(closure.getPrimary().getTemplate(), onePackage);
    for (CompiledWorkflow part : closure.getSubWorkflowsList()) {
      refuseFailureNode(part.getTemplate());
      refuse(part.getTemplate(), onePackage);
    }
  }

  /** Of the workflows that run, only the one that was started runs its own. */
  private static void refuseFailureNode(WorkflowTemplate template) {
    if (template.hasFailureNode()) {
      throw refusal(
          "workflow "
              + template.getId().getName()
              + " has a node that runs on failure ("
              + template.getFailureNode().getId()
              + ") and is a part of another");
    }
  }

  private static void refuse(WorkflowTemplate template, boolean onePackage) {
    Unplayed unplayed = new Unplayed(template.getId(), onePackage);
    unplayed.refuse(template.getNodesList());
    if (template.hasFailureNode()) {
      unplayed.refuse(template.getFailureNode());
    }
  }

  private void refuse(List<Node> nodes) {
    nodes.forEach(this::refuse);
  }

  private void refuse(Node node) {
    switch (node.getTargetCase()) {
      case TASK_NODE -> refuse(node, node.getTaskNode().getReferenceId());
      case WORKFLOW_NODE ->
          refuse(
              node,
              node.getWorkflowNode().hasLaunchplanRef()
                  ? node.getWorkflowNode().getLaunchplanRef()
                  : node.getWorkflowNode().getSubWorkflowRef());
      case BRANCH_NODE -> refuse(node.getBranchNode().getIfElse());
      default -> {
        if (!ENDS.contains(node.getId())) {
          throw refusal(place(node) + " is neither a task, a workflow nor a branch");
        }
      }
    }
  }

  private void refuse(IfElseBlock branches) {
    refuse(branches.getCase().getThenNode());
    for (IfBlock other : branches.getOtherList()) {
      refuse(other.getThenNode());
    }
    if (branches.hasElseNode()) {
      refuse(branches.getElseNode());
    }
  }

  private void refuse(Node node, Identifier entity) {
    if (!onePackage
        && !entity.toBuilder()
            .setResourceType(workflow.getResourceType())
            .setName(workflow.getName())
            .build()
            .equals(workflow)) {
      throw refusal(
          String.format(
              "%s runs %s %s of another registration (%s/%s, version %s)",
              place(node),
              entity.getResourceType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              entity.getName(),
              entity.getProject(),
              entity.getDomain(),
              entity.getVersion()));
    }
  }

  private String place(Node node) {
    return "node " + node.getId() + " of workflow " + workflow.getName();
  }

  private static JflyteException refusal(String what) {
    return new JflyteException(
        what + ", which the played propeller does not run: leave it out of what is tested here");
  }
}
