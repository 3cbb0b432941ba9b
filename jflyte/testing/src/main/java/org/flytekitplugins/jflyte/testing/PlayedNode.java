package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.Execution.NodeExecution.Phase;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.event.Event.NodeExecutionEvent;
import flyteidl.event.Event.ParentNodeExecutionMetadata;
import java.util.ArrayList;
import java.util.List;

/** A node of a {@link PlayedExecution}. */
public final class PlayedNode {
  private final Executions executions;
  private final OffloadedLiterals literals;
  private final NodeExecutionIdentifier id;
  private final String parent;
  private final String specNode;

  PlayedNode(
      Executions executions,
      OffloadedLiterals literals,
      NodeExecutionIdentifier id,
      String parent,
      String specNode) {
    this.executions = executions;
    this.literals = literals;
    this.id = id;
    this.parent = parent;
    this.specNode = specNode;
  }

  /** Which one it is. */
  public NodeExecutionIdentifier id() {
    return id;
  }

  /** As GetNodeExecution answers it now. */
  public NodeExecution answer() {
    return executions.node(id);
  }

  /** It waits. */
  public PlayedNode queued() {
    return tell(event(Phase.QUEUED));
  }

  /** It runs. */
  public PlayedNode running() {
    return tell(event(Phase.RUNNING));
  }

  /** It runs with these inputs. */
  public PlayedNode running(LiteralMap inputs) {
    return tell(runningEvent(inputs));
  }

  /** It runs, and other nodes within it: a workflow, or branches. */
  public PlayedNode runningAsParent() {
    return tell(event(Phase.RUNNING).setIsParent(true));
  }

  /** It runs with these inputs, and other nodes within it: a workflow, or branches. */
  public PlayedNode runningAsParent(LiteralMap inputs) {
    return tell(runningEvent(inputs).setIsParent(true));
  }

  private NodeExecutionEvent.Builder runningEvent(LiteralMap inputs) {
    List<String> path = new ArrayList<>(NodeRow.path(id));
    path.add("inputs.pb");
    return event(Phase.RUNNING).setInputUri(literals.put(inputs, path));
  }

  /** It has made a workflow, whose nodes run within it. */
  public PlayedNode runningDynamically() {
    return tell(event(Phase.DYNAMIC_RUNNING).setIsParent(true).setIsDynamic(true));
  }

  /** It has succeeded. */
  public void succeeded(LiteralMap outputs) {
    tell(withOutputs(event(Phase.SUCCEEDED), outputs));
  }

  /** It has succeeded, and drawn a page. */
  public void succeeded(LiteralMap outputs, String deckUri) {
    tell(withOutputs(event(Phase.SUCCEEDED), outputs).setDeckUri(deckUri));
  }

  /** Its outputs are those of the execution that this one recovers. */
  public void recovered(LiteralMap outputs) {
    tell(withOutputs(event(Phase.RECOVERED), outputs));
  }

  /** It has failed. */
  public void failed(ExecutionError error) {
    tell(event(Phase.FAILING).setError(error));
    tell(event(Phase.FAILED).setError(error));
  }

  /** Its branch has not been taken. */
  public void skipped() {
    tell(event(Phase.SKIPPED));
  }

  /** It has been aborted. */
  public void aborted() {
    tell(
        event(Phase.ABORTED)
            .setError(
                ExecutionError.newBuilder()
                    .setCode("NodeAborted")
                    .setMessage("Node Aborted")
                    .setKind(ExecutionError.ErrorKind.SYSTEM)));
  }

  /**
   * A node within this one.
   *
   * @param attempt of this one, from 0 up
   * @param node its id in the workflow that it is of
   */
  public PlayedNode node(int attempt, String node) {
    return new PlayedNode(
        executions,
        literals,
        id.toBuilder().setNodeId(NodeNames.within(id.getNodeId(), attempt, node)).build(),
        id.getNodeId(),
        node);
  }

  /**
   * An attempt of its task.
   *
   * @param task which task
   * @param attempt from 0 up
   */
  public PlayedTask task(Identifier task, int attempt) {
    return task(task, attempt, "");
  }

  /**
   * An attempt of its task.
   *
   * @param task which task
   * @param attempt from 0 up
   * @param type the task's
   */
  public PlayedTask task(Identifier task, int attempt, String type) {
    return new PlayedTask(
        executions,
        TaskExecutionIdentifier.newBuilder()
            .setTaskId(task)
            .setNodeExecutionId(id)
            .setRetryAttempt(attempt)
            .build(),
        type);
  }

  private NodeExecutionEvent.Builder event(Phase phase) {
    NodeExecutionEvent.Builder event =
        NodeExecutionEvent.newBuilder()
            .setId(id)
            .setPhase(phase)
            .setRetryGroup("0")
            .setSpecNodeId(specNode)
            .setNodeName(specNode)
            .setEventVersion(1)
            .setOccurredAt(ServerTime.now());
    if (!parent.isEmpty()) {
      event.setParentNodeMetadata(ParentNodeExecutionMetadata.newBuilder().setNodeId(parent));
    }
    return event;
  }

  @SuppressWarnings("deprecation") // propeller sends them
  private static NodeExecutionEvent.Builder withOutputs(
      NodeExecutionEvent.Builder event, LiteralMap outputs) {
    return event.setOutputData(outputs);
  }

  private PlayedNode tell(NodeExecutionEvent.Builder event) {
    executions.record(event.build());
    return this;
  }
}
