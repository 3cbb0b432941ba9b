package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Whether every input of a node is bound, once, to something of its type.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flytepropeller/pkg/compiler/validators/bindings.go">flytepropeller's
 *     bindings</a>
 */
final class Bindings {
  private final Map<String, TypedInterface> nodes;
  private final CompileErrors errors;

  /**
   * @param nodes what the nodes take and give, the start node under its own id and the empty one
   */
  Bindings(Map<String, TypedInterface> nodes, CompileErrors errors) {
    this.nodes = nodes;
    this.errors = errors;
  }

  /** Calls {@code upstream} for every node that a binding takes something from. */
  void check(
      String node,
      List<Binding> bindings,
      Map<String, Variable> parameters,
      Consumer<String> upstream) {
    Set<String> bound = new HashSet<>();
    for (Binding binding : bindings) {
      Variable parameter = parameters.get(binding.getVar());
      if (parameter == null) {
        variableNotFound(node, node, binding.getVar());
      } else if (!bound.add(binding.getVar())) {
        errors.add(
            "ParameterBoundMoreThanOnce",
            node,
            "Input [" + binding.getVar() + "] is bound more than once.");
      } else {
        check(node, binding.getVar(), binding.getBinding(), parameter.getType(), upstream);
      }
    }
    parameters.forEach(
        (name, variable) -> {
          if (!bound.contains(name) && !isOptional(variable.getType())) {
            notBound(node, name);
          }
        });
  }

  private void check(
      String node,
      String parameter,
      BindingData data,
      LiteralType expected,
      Consumer<String> upstream) {
    switch (data.getValueCase()) {
      case COLLECTION ->
          checkAll(
              node,
              parameter,
              data.getCollection().getBindingsList(),
              expected.hasCollectionType(),
              expected.getCollectionType(),
              upstream);
      case MAP ->
          checkAll(
              node,
              parameter,
              data.getMap().getBindingsMap().values(),
              expected.hasMapValueType(),
              expected.getMapValueType(),
              upstream);
      case PROMISE -> {
        String from = data.getPromise().getNodeId();
        TypedInterface giver = nodes.get(from);
        if (giver == null) {
          errors.add("NodeReferenceNotFound", from, "Referenced node [" + from + "] not found.");
          return;
        }
        Variable variable = giver.getOutputs().getVariablesMap().get(data.getPromise().getVar());
        if (variable == null) {
          variableNotFound(node, from, data.getPromise().getVar());
          return;
        }
        requireType(node, parameter, variable.getType(), expected);
        upstream.accept(from.isEmpty() ? WorkflowCompiler.START_NODE : from);
      }
      case SCALAR -> requireType(node, parameter, LiteralTypes.of(data.getScalar()), expected);
      case VALUE_NOT_SET -> notBound(node, parameter);
    }
  }

  private void checkAll(
      String node,
      String parameter,
      Collection<BindingData> bindings,
      boolean fits,
      LiteralType expected,
      Consumer<String> upstream) {
    if (!fits) {
      errors.add(
          "MismatchingBindings",
          node,
          "Input [" + parameter + "] on node [" + node + "] expects bindings of another type.");
      return;
    }
    for (BindingData each : bindings) {
      check(node, parameter, each, expected, upstream);
    }
  }

  private void requireType(String node, String parameter, LiteralType from, LiteralType to) {
    if (!LiteralTypes.castable(from, to)) {
      errors.add(
          "MismatchingTypes",
          node,
          "Variable ["
              + parameter
              + "] (type ["
              + Refusals.oneLine(from)
              + "]) doesn't match expected type ["
              + Refusals.oneLine(to)
              + "].");
    }
  }

  private void notBound(String node, String parameter) {
    errors.add("ParameterNotBound", node, "Parameter not bound [" + parameter + "].");
  }

  private void variableNotFound(String node, String from, String variable) {
    errors.add(
        "VariableNameNotFound",
        node,
        "Variable [" + variable + "] not found on node [" + from + "].");
  }

  private static boolean isOptional(LiteralType type) {
    return type.getUnionType().getVariantsList().stream()
        .anyMatch(variant -> variant.hasSimple() && variant.getSimple() == SimpleType.NONE);
  }
}
