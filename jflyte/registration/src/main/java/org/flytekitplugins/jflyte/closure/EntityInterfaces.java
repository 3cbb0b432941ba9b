package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.VariableMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the entities of a package take and return. Those of other projects are not known here. */
final class EntityInterfaces {
  /**
   * An entity as a node sees it.
   *
   * @param required the inputs that a node has to bind
   */
  record Callable(TypedInterface typedInterface, Set<String> required) {}

  private final Map<Identifier, Callable> callables = new HashMap<>();

  void add(Identifier id, TypedInterface typedInterface) {
    callables.put(
        id, new Callable(typedInterface, typedInterface.getInputs().getVariablesMap().keySet()));
  }

  /** Adds a launch plan, whose inputs are those of its workflow that it does not fix. */
  void addLaunchPlan(
      Identifier id, TypedInterface workflow, Set<String> fixed, Map<String, Parameter> defaults) {
    VariableMap.Builder inputs = VariableMap.newBuilder();
    Map<String, Boolean> required = new LinkedHashMap<>();
    workflow
        .getInputs()
        .getVariablesMap()
        .forEach(
            (name, variable) -> {
              if (!fixed.contains(name)) {
                inputs.putVariables(name, variable);
                Parameter parameter = defaults.get(name);
                if (parameter == null || !parameter.hasDefault()) {
                  required.put(name, true);
                }
              }
            });
    callables.put(
        id, new Callable(workflow.toBuilder().setInputs(inputs).build(), required.keySet()));
  }

  @Nullable Callable get(Identifier id) {
    return callables.get(id);
  }
}
