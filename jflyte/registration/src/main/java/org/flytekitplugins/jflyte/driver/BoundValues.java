package org.flytekitplugins.jflyte.driver;

import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralCollection;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Types.OutputReference;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.flytekitplugins.jflyte.JflyteException;

/** The values that inputs of nodes, and outputs of workflows, are bound to. */
final class BoundValues {
  private static final String START_NODE = "start-node";

  private BoundValues() {}

  /**
   * The values.
   *
   * @param outputs what a node gives under a name; only called for nodes that have ended
   */
  static Map<String, Literal> of(
      List<Binding> bindings,
      Map<String, Literal> workflowInputs,
      BiFunction<String, String, Literal> outputs) {
    Map<String, Literal> values = new LinkedHashMap<>();
    for (Binding binding : bindings) {
      values.put(binding.getVar(), value(binding.getBinding(), binding, workflowInputs, outputs));
    }
    return values;
  }

  private static Literal value(
      BindingData data,
      Binding binding,
      Map<String, Literal> workflowInputs,
      BiFunction<String, String, Literal> outputs) {
    return switch (data.getValueCase()) {
      case SCALAR -> Literal.newBuilder().setScalar(data.getScalar()).build();
      case COLLECTION -> {
        LiteralCollection.Builder items = LiteralCollection.newBuilder();
        data.getCollection()
            .getBindingsList()
            .forEach(item -> items.addLiterals(value(item, binding, workflowInputs, outputs)));
        yield Literal.newBuilder().setCollection(items).build();
      }
      case MAP -> {
        LiteralMap.Builder entries = LiteralMap.newBuilder();
        data.getMap()
            .getBindingsMap()
            .forEach(
                (key, item) ->
                    entries.putLiterals(key, value(item, binding, workflowInputs, outputs)));
        yield Literal.newBuilder().setMap(entries).build();
      }
      case PROMISE -> {
        OutputReference promise = data.getPromise();
        yield isStart(promise.getNodeId())
            ? input(workflowInputs, promise.getVar())
            : outputs.apply(promise.getNodeId(), promise.getVar());
      }
      case VALUE_NOT_SET ->
          throw new JflyteException(binding.getVar() + " is bound to nothing: bind it to a value");
    };
  }

  private static Literal input(Map<String, Literal> inputs, String name) {
    Literal input = inputs.get(name);
    if (input == null) {
      throw new JflyteException(
          "the workflow takes the input " + name + ", which it was not given: give it one");
    }
    return input;
  }

  /** The nodes whose outputs are wanted. */
  static Set<String> nodes(List<Binding> bindings) {
    Set<String> nodes = new LinkedHashSet<>();
    bindings.forEach(binding -> addNodes(binding.getBinding(), nodes));
    return nodes;
  }

  private static void addNodes(BindingData data, Set<String> nodes) {
    if (data.hasPromise() && !isStart(data.getPromise().getNodeId())) {
      nodes.add(data.getPromise().getNodeId());
    }
    data.getCollection().getBindingsList().forEach(item -> addNodes(item, nodes));
    data.getMap().getBindingsMap().values().forEach(item -> addNodes(item, nodes));
  }

  static boolean isStart(String node) {
    return node.isEmpty() || node.equals(START_NODE);
  }
}
