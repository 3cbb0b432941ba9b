package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Types;
import flyteidl.core.Workflow;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeError;
import org.flyte.api.v1.NodeMetadata;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.WorkflowNode;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of workflows.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/workflow.proto">workflow.proto</a>
 */
public final class NodeIdl {
  private NodeIdl() {}

  /**
   * The message of a node, with the nodes of its branches.
   *
   * @throws JflyteException if the id is not a DNS-1123 label as Kubernetes wants it, if the node
   *     has not exactly one target, or if a reference is incomplete
   */
  public static Workflow.Node toIdl(Node node) {
    String id = node.id();
    if (!isDnsLabel(id)) {
      throw new JflyteException(
          "node id \""
              + id
              + "\" cannot be part of a Kubernetes name; use lower case letters, digits and '-',"
              + " with a letter or digit at both ends");
    }
    Workflow.Node.Builder builder = Workflow.Node.newBuilder().setId(id);
    NodeMetadata metadata = node.metadata();
    if (metadata != null) {
      builder.setMetadata(toIdl(metadata, id));
    }
    for (Binding input : node.inputs()) {
      builder.addInputs(BindingIdl.toIdl(input));
    }
    builder.addAllUpstreamNodeIds(node.upstreamNodeIds());
    setTarget(builder, node);
    return builder.build();
  }

  private static void setTarget(Workflow.Node.Builder builder, Node node) {
    TaskNode task = node.taskNode();
    WorkflowNode workflow = node.workflowNode();
    BranchNode branch = node.branchNode();
    int targets = present(task) + present(workflow) + present(branch);
    if (targets != 1) {
      throw new JflyteException(
          "node \""
              + node.id()
              + "\" has "
              + targets
              + " targets; give it exactly one: a task, a workflow or a branch");
    }
    if (task != null) {
      builder.setTaskNode(
          Workflow.TaskNode.newBuilder().setReferenceId(IdentifierIdl.toIdl(task.referenceId())));
    } else if (workflow != null) {
      builder.setWorkflowNode(toIdl(workflow.reference()));
    } else if (branch != null) {
      builder.setBranchNode(Workflow.BranchNode.newBuilder().setIfElse(toIdl(branch.ifElse())));
    }
  }

  private static int present(@Nullable Object target) {
    return target == null ? 0 : 1;
  }

  private static Workflow.NodeMetadata toIdl(NodeMetadata metadata, String id) {
    Workflow.NodeMetadata.Builder builder = Workflow.NodeMetadata.newBuilder();
    if (metadata.name() != null) {
      builder.setName(metadata.name());
    }
    if (metadata.timeout() != null) {
      builder.setTimeout(TimeIdl.toIdl(metadata.timeout()));
    }
    if (metadata.retries() != null) {
      builder.setRetries(RetryStrategyIdl.toIdl(metadata.retries(), "node \"" + id + "\""));
    }
    return builder.build();
  }

  private static Workflow.WorkflowNode toIdl(WorkflowNode.Reference reference) {
    Workflow.WorkflowNode.Builder builder = Workflow.WorkflowNode.newBuilder();
    return switch (reference.kind()) {
      case LAUNCH_PLAN_REF ->
          builder.setLaunchplanRef(IdentifierIdl.toIdl(reference.launchPlanRef())).build();
      case SUB_WORKFLOW_REF ->
          builder.setSubWorkflowRef(IdentifierIdl.toIdl(reference.subWorkflowRef())).build();
      default -> throw UnknownToModel.inModel("WorkflowNode.Reference", reference.kind());
    };
  }

  private static Workflow.IfElseBlock toIdl(IfElseBlock ifElse) {
    Workflow.IfElseBlock.Builder builder =
        Workflow.IfElseBlock.newBuilder().setCase(toIdl(ifElse.case_()));
    for (IfBlock other : ifElse.other()) {
      builder.addOther(toIdl(other));
    }
    Node elseNode = ifElse.elseNode();
    NodeError error = ifElse.error();
    if (elseNode != null) {
      builder.setElseNode(toIdl(elseNode));
    } else if (error != null) {
      builder.setError(
          Types.Error.newBuilder()
              .setFailedNodeId(error.failedNodeId())
              .setMessage(error.message()));
    }
    return builder.build();
  }

  private static Workflow.IfBlock toIdl(IfBlock block) {
    return Workflow.IfBlock.newBuilder()
        .setCondition(BooleanExpressionIdl.toIdl(block.condition()))
        .setThenNode(toIdl(block.thenNode()))
        .build();
  }

  /** Without a regular expression: a package may have thousands of nodes and the start is short. */
  private static boolean isDnsLabel(String id) {
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean inner = c == '-' && i > 0 && i < id.length() - 1;
      if (!inner && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return !id.isEmpty();
  }
}
