package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Checks one workflow as flyteadmin's compiler does, as far as a package can know: the names of its
 * nodes, that everything bound exists and has the type wanted, and that no node waits for itself.
 */
final class WorkflowCheck implements BindingCheck.NodeOutputs {
  private static final String START_NODE = "start-node";
  private static final Set<String> RESERVED = Set.of("", START_NODE, "end-node");

  private final WorkflowTemplate workflow;
  private final String name;
  private final EntityInterfaces interfaces;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final BindingCheck bindings = new BindingCheck(this);

  WorkflowCheck(WorkflowTemplate workflow, EntityInterfaces interfaces) {
    this.workflow = workflow;
    this.name = "workflow " + workflow.getId().getName();
    this.interfaces = interfaces;
  }

  /**
   * Checks it.
   *
   * @throws JflyteException at the first thing that Flyte would refuse
   */
  void run() {
    for (Node node : workflow.getNodesList()) {
      if (nodes.put(node.getId(), node) != null) {
        throw new JflyteException(
            name + " has two nodes named " + node.getId() + ": give one of them another id");
      }
    }
    nodes.values().forEach(node -> checkNode(node, name));
    checkFailureNode();
    checkOutputs();
    checkNoNodeWaitsForItself();
  }

  private void checkFailureNode() {
    if (!workflow.hasFailureNode()) {
      return;
    }
    Node node = workflow.getFailureNode();
    if (nodes.containsKey(node.getId())) {
      throw new JflyteException(
          name
              + " has a node named "
              + node.getId()
              + " and a failure node, which is called so: give the node another id");
    }
    checkNode(node, name);
  }

  static String nodeName(String nodeId) {
    return nodeId.isEmpty() || nodeId.equals(START_NODE)
        ? "the workflow's inputs"
        : "node " + nodeId;
  }

  private void checkNode(Node node, String parent) {
    String place = parent + ", node " + node.getId();
    if (RESERVED.contains(node.getId())) {
      throw new JflyteException(
          parent
              + " has a node named \""
              + node.getId()
              + "\", which Flyte keeps for itself: give it another id");
    }
    for (String upstream : node.getUpstreamNodeIdsList()) {
      if (!upstream.equals(START_NODE) && !nodes.containsKey(upstream)) {
        throw new JflyteException(
            place + " waits for node " + upstream + ", which the workflow does not have");
      }
    }
    if (node.hasBranchNode()) {
      thenNodes(node).forEach(then -> checkNode(then, place));
      new BranchCheck(node, place, bindings).run();
      TypedInterface unused = typedInterface(node, place);
      return;
    }
    EntityInterfaces.Callable callable = callable(node);
    if (callable != null) {
      checkInputs(node, callable, place);
    }
  }

  private void checkInputs(Node node, EntityInterfaces.Callable callable, String place) {
    Map<String, Variable> wanted = callable.typedInterface().getInputs().getVariablesMap();
    Set<String> bound = new HashSet<>();
    for (Binding input : node.getInputsList()) {
      Variable variable = wanted.get(input.getVar());
      if (variable == null) {
        throw new JflyteException(
            String.format(
                "%s binds the input %s, which %s does not take (it takes: %s)",
                place, input.getVar(), referenceName(node), names(wanted.keySet())));
      }
      bindings.check(input.getBinding(), variable.getType(), place + ", input " + input.getVar());
      bound.add(input.getVar());
    }
    Set<String> missing = new LinkedHashSet<>(callable.required());
    missing.removeAll(bound);
    if (!missing.isEmpty()) {
      throw new JflyteException(
          String.format(
              "%s leaves the input %s of %s without a value: bind it",
              place, names(missing), referenceName(node)));
    }
  }

  private void checkOutputs() {
    Map<String, Variable> declared = workflow.getInterface().getOutputs().getVariablesMap();
    Set<String> missing = new LinkedHashSet<>(declared.keySet());
    for (Binding output : workflow.getOutputsList()) {
      Variable variable = declared.get(output.getVar());
      String place = name + ", output " + output.getVar();
      if (variable == null) {
        throw new JflyteException(place + " is bound but not declared: declare it, or drop it");
      }
      bindings.check(output.getBinding(), variable.getType(), place);
      missing.remove(output.getVar());
    }
    if (!missing.isEmpty()) {
      throw new JflyteException(
          name + " declares the output " + names(missing) + " without binding it: bind it");
    }
  }

  @Override
  public @Nullable LiteralType typeOf(OutputReference reference, String place) {
    String nodeId = reference.getNodeId();
    Map<String, Variable> outputs;
    if (nodeId.isEmpty() || nodeId.equals(START_NODE)) {
      outputs = workflow.getInterface().getInputs().getVariablesMap();
    } else {
      Node node = nodes.get(nodeId);
      if (node == null) {
        throw new JflyteException(
            String.format(
                "%s is bound to output %s of node %s, which the workflow does not have (it has: %s)",
                place, reference.getVar(), nodeId, names(nodes.keySet())));
      }
      TypedInterface typed = typedInterface(node, name + ", " + nodeName(nodeId));
      if (typed == null) {
        return null;
      }
      outputs = typed.getOutputs().getVariablesMap();
    }
    Variable variable = outputs.get(reference.getVar());
    if (variable == null) {
      throw new JflyteException(
          String.format(
              "%s is bound to output %s of %s, which there is not (there is: %s)",
              place, reference.getVar(), nodeName(nodeId), names(outputs.keySet())));
    }
    return variable.getType();
  }

  /** What a node yields; null if another project's entity has a part in it. */
  private @Nullable TypedInterface typedInterface(Node node, String place) {
    if (!node.hasBranchNode()) {
      EntityInterfaces.Callable callable = callable(node);
      return callable == null ? null : callable.typedInterface();
    }
    Map<String, TypedInterface> cases = new LinkedHashMap<>();
    for (Node then : thenNodes(node)) {
      TypedInterface typed = typedInterface(then, place + ", node " + then.getId());
      if (typed == null) {
        return null; // a case that is not known here may yield anything
      }
      cases.put(then.getId(), typed);
    }
    return new BranchCheck(node, place, bindings).outputs(cases);
  }

  private EntityInterfaces.@Nullable Callable callable(Node node) {
    Identifier id = reference(node);
    return id == null ? null : interfaces.get(id);
  }

  private static @Nullable Identifier reference(Node node) {
    return switch (node.getTargetCase()) {
      case TASK_NODE -> node.getTaskNode().getReferenceId();
      case WORKFLOW_NODE ->
          node.getWorkflowNode().hasLaunchplanRef()
              ? node.getWorkflowNode().getLaunchplanRef()
              : node.getWorkflowNode().getSubWorkflowRef();
      default -> null;
    };
  }

  private static String referenceName(Node node) {
    Identifier id = reference(node);
    return id == null
        ? "the node"
        : id.getResourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " "
            + id.getName();
  }

  static List<Node> thenNodes(Node node) {
    List<Node> then = new ArrayList<>();
    IfElseBlock block = node.getBranchNode().getIfElse();
    then.add(block.getCase().getThenNode());
    for (IfBlock other : block.getOtherList()) {
      then.add(other.getThenNode());
    }
    if (block.hasElseNode()) {
      then.add(block.getElseNode());
    }
    return then;
  }

  private void checkNoNodeWaitsForItself() {
    Map<String, Set<String>> waitsFor = new HashMap<>();
    nodes.forEach(
        (id, node) -> {
          Set<String> upstream = new LinkedHashSet<>();
          collectUpstream(node, upstream);
          waitsFor.put(id, upstream);
        });
    List<String> cycle = Cycle.in(nodes.keySet(), id -> waitsFor.getOrDefault(id, Set.of()));
    if (!cycle.isEmpty()) {
      throw new JflyteException(
          String.format(
              "%s has nodes that wait for each other: %s: take one of the references out",
              name, String.join(" -> ", cycle)));
    }
  }

  private static void collectUpstream(Node node, Set<String> upstream) {
    upstream.addAll(node.getUpstreamNodeIdsList());
    node.getInputsList().forEach(input -> collectUpstream(input.getBinding(), upstream));
    if (node.hasBranchNode()) {
      thenNodes(node).forEach(then -> collectUpstream(then, upstream));
    }
  }

  private static void collectUpstream(BindingData binding, Set<String> upstream) {
    switch (binding.getValueCase()) {
      case PROMISE -> upstream.add(binding.getPromise().getNodeId());
      case COLLECTION ->
          binding
              .getCollection()
              .getBindingsList()
              .forEach(item -> collectUpstream(item, upstream));
      case MAP ->
          binding
              .getMap()
              .getBindingsMap()
              .values()
              .forEach(item -> collectUpstream(item, upstream));
      default -> {}
    }
  }

  private static String names(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
