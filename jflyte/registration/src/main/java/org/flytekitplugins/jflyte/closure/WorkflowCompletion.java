package org.flytekitplugins.jflyte.closure;

import java.util.List;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.idl.UnknownToModel;
import org.jspecify.annotations.Nullable;

/** Completes the references of a workflow's nodes, at any depth of branches. */
final class WorkflowCompletion {
  private final ReferenceCompletion references;

  WorkflowCompletion(ReferenceCompletion references) {
    this.references = references;
  }

  WorkflowTemplate complete(WorkflowTemplate template, String workflow) {
    return template.toBuilder().nodes(complete(template.nodes(), workflow)).build();
  }

  List<Node> complete(List<Node> nodes, String place) {
    return nodes.stream().map(node -> complete(node, place)).toList();
  }

  private Node complete(Node node, String parent) {
    String place = parent + ", node " + node.id();
    Node.Builder builder = node.toBuilder();
    TaskNode task = node.taskNode();
    if (task != null) {
      builder.taskNode(
          TaskNode.builder().referenceId(references.complete(task.referenceId(), place)).build());
    }
    WorkflowNode workflow = node.workflowNode();
    if (workflow != null) {
      builder.workflowNode(
          workflow.toBuilder().reference(complete(workflow.reference(), place)).build());
    }
    BranchNode branch = node.branchNode();
    if (branch != null) {
      builder.branchNode(branch.toBuilder().ifElse(complete(branch.ifElse(), place)).build());
    }
    return builder.build();
  }

  private WorkflowNode.Reference complete(WorkflowNode.Reference reference, String place) {
    return switch (reference.kind()) {
      case LAUNCH_PLAN_REF ->
          WorkflowNode.Reference.ofLaunchPlanRef(
              references.complete(reference.launchPlanRef(), place));
      case SUB_WORKFLOW_REF ->
          WorkflowNode.Reference.ofSubWorkflowRef(
              references.complete(reference.subWorkflowRef(), place));
      default -> throw UnknownToModel.inModel("WorkflowNode.Reference", reference.kind());
    };
  }

  private IfElseBlock complete(IfElseBlock block, String place) {
    IfElseBlock.Builder builder =
        block.toBuilder()
            .case_(complete(block.case_(), place))
            .other(block.other().stream().map(other -> complete(other, place)).toList());
    @Nullable Node elseNode = block.elseNode();
    if (elseNode != null) {
      builder.elseNode(complete(elseNode, place));
    }
    return builder.build();
  }

  private IfBlock complete(IfBlock block, String place) {
    return block.toBuilder().thenNode(complete(block.thenNode(), place)).build();
  }
}
