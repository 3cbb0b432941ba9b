package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionClosure;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionMetaData;
import flyteidl.admin.NodeExecutionOuterClass.TaskNodeMetadata;
import flyteidl.admin.NodeExecutionOuterClass.WorkflowNodeMetadata;
import flyteidl.core.Execution.NodeExecution.Phase;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.event.Event.NodeExecutionEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node of an execution, as far as events have told.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/node_execution_manager.go">flyteadmin's
 *     node executions</a>
 */
final class NodeRow {
  private static final Set<Phase> TERMINAL =
      Set.of(
          Phase.SUCCEEDED,
          Phase.FAILED,
          Phase.ABORTED,
          Phase.SKIPPED,
          Phase.TIMED_OUT,
          Phase.RECOVERED);

  private final NodeExecutionIdentifier id;
  private final OffloadedLiterals literals;
  private final String parent;
  private final Map<TaskExecutionIdentifier, TaskRow> tasks = new LinkedHashMap<>();
  private String inputUri = "";
  private NodeExecutionMetaData metadata = NodeExecutionMetaData.getDefaultInstance();
  private NodeExecutionClosure closure;

  NodeRow(NodeExecutionEvent first, OffloadedLiterals literals) {
    this.literals = literals;
    id = first.getId();
    parent = first.getParentNodeMetadata().getNodeId();
    closure = NodeExecutionClosure.newBuilder().setCreatedAt(first.getOccurredAt()).build();
    record(first);
  }

  static List<String> path(NodeExecutionIdentifier id) {
    List<String> path = new ArrayList<>(ExecutionRow.path(id.getExecutionId()));
    path.add(id.getNodeId());
    return path;
  }

  void change(NodeExecutionEvent event) {
    Phase phase = closure.getPhase();
    if (phase == event.getPhase()) {
      throw Refusals.alreadyRecorded(
          "This phase was already recorded " + phase + " for " + Refusals.oneLine(id));
    }
    if (TERMINAL.contains(phase)) {
      throw Refusals.failedPrecondition(
          "Invalid phase change from "
              + phase
              + " to "
              + event.getPhase()
              + " for node execution "
              + Refusals.oneLine(id));
    }
    record(event);
  }

  @SuppressWarnings("deprecation") // events carry outputs, which are kept elsewhere
  private void record(NodeExecutionEvent event) {
    if (!event.getInputUri().isEmpty()) {
      inputUri = event.getInputUri();
    }
    metadata =
        metadata.toBuilder()
            .setRetryGroup(event.getRetryGroup())
            .setIsParentNode(metadata.getIsParentNode() || event.getIsParent())
            .setIsDynamic(metadata.getIsDynamic() || event.getIsDynamic())
            .setSpecNodeId(event.getSpecNodeId())
            .build();
    NodeExecutionClosure.Builder next =
        closure.toBuilder().setPhase(event.getPhase()).setUpdatedAt(event.getOccurredAt());
    if (event.getPhase() == Phase.RUNNING && !next.hasStartedAt()) {
      next.setStartedAt(event.getOccurredAt());
    }
    if (!event.getDeckUri().isEmpty()) {
      next.setDeckUri(event.getDeckUri());
    }
    if (event.hasWorkflowNodeMetadata()) {
      next.setWorkflowNodeMetadata(
          WorkflowNodeMetadata.newBuilder()
              .setExecutionId(event.getWorkflowNodeMetadata().getExecutionId()));
    }
    if (event.hasTaskNodeMetadata()) {
      next.setTaskNodeMetadata(
          TaskNodeMetadata.newBuilder()
              .setCacheStatus(event.getTaskNodeMetadata().getCacheStatus())
              .setCatalogKey(event.getTaskNodeMetadata().getCatalogKey()));
    }
    if (TERMINAL.contains(event.getPhase())) {
      if (next.hasStartedAt()) {
        next.setDuration(ServerTime.between(next.getStartedAt(), event.getOccurredAt()));
      }
      switch (event.getOutputResultCase()) {
        case OUTPUT_URI -> next.setOutputUri(event.getOutputUri());
        case OUTPUT_DATA -> next.setOutputUri(literals.put(event.getOutputData(), outputs()));
        case ERROR -> next.setError(event.getError());
        case OUTPUTRESULT_NOT_SET -> {}
      }
    }
    closure = next.build();
  }

  private List<String> outputs() {
    List<String> path = new ArrayList<>(path(id));
    path.add("offloaded_outputs");
    return path;
  }

  Map<TaskExecutionIdentifier, TaskRow> tasks() {
    return tasks;
  }

  /** The id of the node that it is in; empty if there is none. */
  String parent() {
    return parent;
  }

  boolean isRunning() {
    return !TERMINAL.contains(closure.getPhase());
  }

  NodeExecution answer() {
    return NodeExecution.newBuilder()
        .setId(id)
        .setInputUri(inputUri)
        .setClosure(closure)
        .setMetadata(metadata)
        .build();
  }
}
