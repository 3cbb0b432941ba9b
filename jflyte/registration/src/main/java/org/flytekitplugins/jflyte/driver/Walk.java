package org.flytekitplugins.jflyte.driver;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Workflow.BranchNode;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowMetadata.OnFailurePolicy;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * What is to be done for a workflow, given what has become of the actions that were started for it.
 * A function: it remembers nothing, so that who knows nothing any more, because it was killed, goes
 * on as if it had been there all the time.
 *
 * <p>A node that runs a task or a launch plan is an action. Sub-workflows and branches are walked
 * here.
 */
final class Walk {
  private final Plan plan;
  private final ActionNames names;
  private final Map<String, ActionState> actions;

  private Walk(Plan plan, ActionNames names, Map<String, ActionState> actions) {
    this.plan = plan;
    this.names = names;
    this.actions = actions;
  }

  /**
   * What is to be done.
   *
   * @param actions what has become of those that were started, by their names
   */
  static Step step(
      Plan plan, Map<String, Literal> inputs, ActionNames names, Map<String, ActionState> actions) {
    NodeState state = new Walk(plan, names, actions).workflow(plan.workflow(), inputs, List.of());
    if (state instanceof NodeState.Done done) {
      return new Step(List.of(), Set.of(), Set.of(), new Step.Succeeded(done.outputs()));
    }
    if (state instanceof NodeState.Failed failed) {
      return new Step(List.of(), Set.of(), failed.abort(), new Step.Failed(failed.message()));
    }
    if (state instanceof NodeState.Active active) {
      return new Step(active.start(), active.running(), active.abort(), null);
    }
    throw new IllegalStateException("a workflow does not wait for nodes: " + state);
  }

  private NodeState workflow(
      WorkflowTemplate workflow, Map<String, Literal> inputs, List<String> path) {
    Scope scope = new Scope(workflow, inputs, path);
    List<NodeAction> start = new ArrayList<>();
    Set<String> running = new LinkedHashSet<>();
    Set<String> abort = new LinkedHashSet<>();
    List<NodeState.Failed> failed = new ArrayList<>();
    for (Node node : workflow.getNodesList()) {
      NodeState state = scope.state(node.getId());
      if (state instanceof NodeState.Active active) {
        start.addAll(active.start());
        running.addAll(active.running());
        abort.addAll(active.abort());
      } else if (state instanceof NodeState.Failed failure) {
        failed.add(failure);
        abort.addAll(failure.abort());
      }
    }
    boolean isActive = !start.isEmpty() || !running.isEmpty();
    if (failed.isEmpty()) {
      return isActive ? new NodeState.Active(start, running, abort) : scope.done();
    }
    boolean goesOn =
        workflow.getMetadata().getOnFailure()
            == OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE;
    if (goesOn && isActive) {
      return new NodeState.Active(start, running, abort);
    }
    abort.addAll(running);
    return scope.failed(failed, abort);
  }

  private static String sentence(JflyteException e) {
    return String.valueOf(e.getMessage());
  }

  /** One workflow that is walked, with its inputs. */
  private final class Scope {
    private final WorkflowTemplate workflow;
    private final Map<String, Literal> inputs;
    private final List<String> path;
    private final Map<String, Node> nodes = new HashMap<>();
    private final Map<String, NodeState> states = new HashMap<>();
    private final Set<String> entered = new LinkedHashSet<>();

    Scope(WorkflowTemplate workflow, Map<String, Literal> inputs, List<String> path) {
      this.workflow = workflow;
      this.inputs = inputs;
      this.path = path;
      workflow.getNodesList().forEach(node -> nodes.put(node.getId(), node));
    }

    NodeState state(String id) {
      NodeState known = states.get(id);
      if (known != null) {
        return known;
      }
      Node node = nodes.get(id);
      if (node == null) {
        throw new JflyteException(
            "workflow "
                + workflow.getId().getName()
                + " has no node "
                + id
                + ": register it again");
      }
      if (!entered.add(id)) {
        throw new JflyteException(
            "nodes wait for each other: " + String.join(", ", entered) + ": register it again");
      }
      NodeState state = stateAfter(node, upstream(node));
      states.put(id, state);
      return state;
    }

    private NodeState stateAfter(Node node, Set<String> upstream) {
      boolean isReady = true;
      for (String before : upstream) {
        NodeState state = state(before);
        if (state instanceof NodeState.Failed || state instanceof NodeState.Blocked) {
          return new NodeState.Blocked();
        }
        isReady &= state instanceof NodeState.Done;
      }
      return isReady ? run(node, path) : new NodeState.Waiting();
    }

    /** What a node waits for; a branch waits for what any of its nodes would. */
    private static Set<String> upstream(Node node) {
      Set<String> upstream = new LinkedHashSet<>(BoundValues.nodes(node.getInputsList()));
      node.getUpstreamNodeIdsList().stream()
          .filter(id -> !BoundValues.isStart(id))
          .forEach(upstream::add);
      if (node.hasBranchNode()) {
        inner(node.getBranchNode()).forEach(inner -> upstream.addAll(upstream(inner)));
      }
      return upstream;
    }

    private static List<Node> inner(BranchNode branch) {
      IfElseBlock block = branch.getIfElse();
      List<Node> inner = new ArrayList<>();
      inner.add(block.getCase().getThenNode());
      block.getOtherList().forEach(other -> inner.add(other.getThenNode()));
      if (block.hasElseNode()) {
        inner.add(block.getElseNode());
      }
      return inner;
    }

    /** A node all of whose upstream nodes have ended well. */
    private NodeState run(Node node, List<String> within) {
      List<String> whole = new ArrayList<>(within);
      whole.add(node.getId());
      try {
        Map<String, Literal> values = values(node);
        return switch (node.getTargetCase()) {
          case TASK_NODE -> action(node, node.getTaskNode().getReferenceId(), values, whole);
          case WORKFLOW_NODE ->
              node.getWorkflowNode().hasSubWorkflowRef()
                  ? workflow(plan.part(node.getWorkflowNode().getSubWorkflowRef()), values, whole)
                  : action(node, node.getWorkflowNode().getLaunchplanRef(), values, whole);
          case BRANCH_NODE -> branch(node.getBranchNode().getIfElse(), values, whole);
          default ->
              throw new JflyteException(
                  "it is a "
                      + node.getTargetCase()
                      + ", which a driver does not know: register it with a Flyte 1");
        };
      } catch (JflyteException e) {
        return failure(whole, sentence(e));
      }
    }

    private NodeState action(
        Node node, Identifier task, Map<String, Literal> values, List<String> whole) {
      String name = names.of(whole);
      ActionState state = actions.get(name);
      if (state == null) {
        return new NodeState.Active(
            List.of(
                new NodeAction(
                    name,
                    whole,
                    task,
                    node.getMetadata(),
                    workflow.getMetadataDefaults().getInterruptible(),
                    values)),
            Set.of(),
            Set.of());
      }
      if (state instanceof ActionState.Succeeded succeeded) {
        return new NodeState.Done(succeeded.outputs());
      }
      if (state instanceof ActionState.Failed failed) {
        return failure(whole, failed.message());
      }
      return state instanceof ActionState.Aborted
          ? new NodeState.Failed(
              "node " + String.join("/", whole) + " was aborted", /* isAborted= */ true, Set.of())
          : new NodeState.Active(List.of(), Set.of(name), Set.of());
    }

    private NodeState branch(IfElseBlock block, Map<String, Literal> values, List<String> whole) {
      Conditions conditions = new Conditions(values);
      List<IfBlock> cases = new ArrayList<>();
      cases.add(block.getCase());
      cases.addAll(block.getOtherList());
      for (IfBlock each : cases) {
        if (conditions.holds(each.getCondition())) {
          return run(each.getThenNode(), whole);
        }
      }
      if (block.hasElseNode()) {
        return run(block.getElseNode(), whole);
      }
      throw new JflyteException(
          block.hasError()
              ? block.getError().getMessage()
              : "none of its conditions holds: give it an otherwise");
    }

    private NodeState failure(List<String> whole, String message) {
      return new NodeState.Failed(
          "node " + String.join("/", whole) + " failed: " + message,
          /* isAborted= */ false,
          Set.of());
    }

    private Map<String, Literal> values(Node node) {
      return BoundValues.of(node.getInputsList(), inputs, this::output);
    }

    private Literal output(String id, String name) {
      Literal output = state(id) instanceof NodeState.Done done ? done.outputs().get(name) : null;
      if (output == null) {
        throw new JflyteException(
            "node " + id + " has not given " + name + ", which is wanted of it: give it");
      }
      return output;
    }

    /** All nodes have ended well. */
    NodeState done() {
      try {
        return new NodeState.Done(BoundValues.of(workflow.getOutputsList(), inputs, this::output));
      } catch (JflyteException e) {
        return failed(
            List.of(new NodeState.Failed(sentence(e), /* isAborted= */ false, Set.of())), Set.of());
      }
    }

    /** The workflow has failed, and with it its failure node, if there is one, may begin. */
    NodeState failed(List<NodeState.Failed> failed, Set<String> abort) {
      // Who was aborted, was so because another one had failed.
      List<String> messages = new ArrayList<>();
      failed.stream()
          .filter(each -> !each.isAborted())
          .forEach(each -> messages.add(each.message()));
      boolean isAborted = messages.isEmpty();
      if (isAborted) {
        messages.add(failed.get(0).message());
      }
      String message = String.join("\n", messages);
      // Aborted from outside, nothing more is to be begun.
      if (isAborted || !workflow.hasFailureNode()) {
        return new NodeState.Failed(message, isAborted, abort);
      }
      NodeState last = run(workflow.getFailureNode(), path);
      if (last instanceof NodeState.Active active) {
        Set<String> all = new LinkedHashSet<>(abort);
        all.addAll(active.abort());
        return new NodeState.Active(active.start(), active.running(), all);
      }
      return new NodeState.Failed(
          last instanceof NodeState.Failed also
              ? message + "\n(and then " + also.message() + ")"
              : message,
          /* isAborted= */ false,
          abort);
    }
  }
}
