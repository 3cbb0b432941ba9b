package org.flytekitplugins.jflyte.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.RunnableNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flyte.localengine.ExecutionListener;
import org.flyte.localengine.ExecutionNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of what the engine reports. The engine runs one node after the other, and what it
 * reports between a node's start and end is about nodes within that one.
 */
final class NodeTracker implements ExecutionListener {
  private static final class Entry {
    final List<String> path;
    final NodeKind kind;
    final String entity;
    final Map<String, Entry> children = new LinkedHashMap<>();
    NodeState state = NodeState.PENDING;
    int attempt;
    @Nullable Instant start;
    @Nullable Instant end;

    Entry(List<String> path, NodeKind kind, String entity) {
      this.path = path;
      this.kind = kind;
      this.entity = entity;
    }
  }

  private final LocalExecutionListener listener;
  private final Clock clock;
  private final IdentityHashMap<WorkflowTemplate, String> workflowNames = new IdentityHashMap<>();
  private final Entry root = new Entry(List.of(), NodeKind.WORKFLOW, "");
  private final Deque<Entry> running = new ArrayDeque<>();

  NodeTracker(LocalExecutionListener listener, Clock clock) {
    this.listener = listener;
    this.clock = clock;
    running.push(root);
  }

  /** Tells the names of workflows, which templates do not know. */
  void name(Map<String, WorkflowTemplate> workflows) {
    workflows.forEach((name, template) -> workflowNames.put(template, name));
  }

  /** The node that runs now. */
  NodeStatus current() {
    return status(running.element());
  }

  /** The names of the workflows and launch plans that run now as parts, the innermost first. */
  List<String> runningParts() {
    return running.stream()
        .filter(entry -> entry.kind == NodeKind.WORKFLOW || entry.kind == NodeKind.LAUNCH_PLAN)
        .map(entry -> entry.entity)
        .filter(entity -> !entity.isEmpty())
        .toList();
  }

  /** The node that runs now begins another attempt. */
  void attempt(int number) {
    running.element().attempt = number;
  }

  /** An attempt has failed of the node at this depth. */
  void attemptFailed(int depth, AttemptFailure failure) {
    // The stack begins with what runs innermost.
    running.stream()
        .skip((long) running.size() - depth)
        .findFirst()
        .ifPresent(entry -> listener.attemptFailed(status(entry), failure));
  }

  /** The current attempt has failed; another will follow. */
  void retrying(String failure) {
    listener.retrying(current(), failure);
  }

  /** The execution ends here because something failed. */
  void failed() {
    while (running.size() > 1) {
      change(running.pop(), NodeState.FAILED);
    }
    skip(root);
  }

  private void skip(Entry parent) {
    for (Entry child : parent.children.values()) {
      if (child.state == NodeState.PENDING) {
        change(child, NodeState.SKIPPED);
      }
      skip(child);
    }
  }

  @Override
  public void pending(ExecutionNode node) {
    Entry parent = running.element();
    List<String> path = new ArrayList<>(parent.path);
    path.add(node.nodeId());
    Entry entry = new Entry(path, kind(node), entity(node));
    parent.children.put(node.nodeId(), entry);
    listener.changed(status(entry));
  }

  @Override
  public void starting(ExecutionNode node, Map<String, Literal> inputs) {
    Entry parent = running.element();
    Entry entry = parent.children.get(node.nodeId());
    if (entry == null) {
      throw new IllegalStateException(node.nodeId() + " starts without being known");
    }
    running.push(entry);
    entry.attempt = 1;
    change(entry, NodeState.RUNNING);
    listener.started(status(entry), inputs);
  }

  @Override
  public void completed(
      ExecutionNode node, Map<String, Literal> inputs, Map<String, Literal> outputs) {
    Entry entry = running.pop();
    change(entry, NodeState.SUCCEEDED);
    listener.succeeded(status(entry), outputs);
  }

  // Attempts are ours to count; the engine makes one only, and its failure ends the execution.
  @Override
  public void retrying(
      ExecutionNode node, Map<String, Literal> inputs, Throwable failure, int attempt) {}

  @Override
  public void error(ExecutionNode node, Map<String, Literal> inputs, Throwable failure) {}

  /** Forgets the nodes within the current one, which will be run anew. */
  void forgetChildren(int depth) {
    while (running.size() > depth) {
      change(running.pop(), NodeState.FAILED);
    }
    skip(running.element());
    running.element().children.clear();
  }

  /** How deep within the execution the current node is. */
  int depth() {
    return running.size();
  }

  private void change(Entry entry, NodeState state) {
    entry.state = state;
    if (state == NodeState.RUNNING) {
      entry.start = clock.instant();
    } else {
      entry.end = clock.instant();
    }
    listener.changed(status(entry));
  }

  private NodeStatus status(Entry entry) {
    Instant start = entry.start;
    Instant end = entry.end;
    Duration time =
        start == null
            ? Duration.ZERO
            : Duration.between(start, end == null ? clock.instant() : end);
    return new NodeStatus(entry.path, entry.kind, entry.entity, entry.state, entry.attempt, time);
  }

  private static NodeKind kind(ExecutionNode node) {
    if (node.subWorkflow() != null) {
      return NodeKind.WORKFLOW;
    }
    RunnableNode runnable = node.runnableNode();
    return runnable instanceof LocalNode local ? local.kind() : NodeKind.BRANCH;
  }

  private String entity(ExecutionNode node) {
    RunnableNode runnable = node.runnableNode();
    if (runnable != null) {
      return runnable.getName();
    }
    WorkflowTemplate workflow = node.subWorkflow();
    return workflow == null ? "" : workflowNames.getOrDefault(workflow, "");
  }
}
