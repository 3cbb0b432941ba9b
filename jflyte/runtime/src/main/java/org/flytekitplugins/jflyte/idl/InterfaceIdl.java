package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Interface;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Interfaces, the named and typed inputs and outputs of tasks and workflows.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/interface.proto">interface.proto</a>
 */
public final class InterfaceIdl {
  private InterfaceIdl() {}

  /** The message of an interface, its variables in the same order. */
  public static Interface.TypedInterface toIdl(TypedInterface typedInterface) {
    return Interface.TypedInterface.newBuilder()
        .setInputs(toIdl(typedInterface.inputs()))
        .setOutputs(toIdl(typedInterface.outputs()))
        .build();
  }

  /** The message of a variable. */
  public static Interface.Variable toIdl(Variable variable) {
    Interface.Variable.Builder builder =
        Interface.Variable.newBuilder().setType(LiteralTypeIdl.toIdl(variable.literalType()));
    String description = variable.description();
    if (description != null) {
      builder.setDescription(description);
    }
    return builder.build();
  }

  /**
   * The interface of a message, its variables in the same order. An empty description is none.
   *
   * @throws JflyteException if flytekit-java's model lacks the type of a variable
   */
  public static TypedInterface fromIdl(Interface.TypedInterface typedInterface) {
    return TypedInterface.builder()
        .inputs(fromIdl(typedInterface.getInputs()))
        .outputs(fromIdl(typedInterface.getOutputs()))
        .build();
  }

  private static Interface.VariableMap toIdl(Map<String, Variable> variables) {
    Interface.VariableMap.Builder builder = Interface.VariableMap.newBuilder();
    for (Map.Entry<String, Variable> entry : variables.entrySet()) {
      builder.putVariables(entry.getKey(), toIdl(entry.getValue()));
    }
    return builder.build();
  }

  private static Map<String, Variable> fromIdl(Interface.VariableMap variables) {
    Map<String, Variable> map = new LinkedHashMap<>();
    for (Map.Entry<String, Interface.Variable> entry : variables.getVariablesMap().entrySet()) {
      map.put(entry.getKey(), fromIdl(entry.getValue(), FieldPath.ROOT.value(entry.getKey())));
    }
    return Collections.unmodifiableMap(map);
  }

  private static Variable fromIdl(Interface.Variable variable, FieldPath place) {
    Variable.Builder builder =
        Variable.builder().literalType(LiteralTypeIdl.fromIdl(variable.getType(), place));
    if (!variable.getDescription().isEmpty()) {
      builder.description(variable.getDescription());
    }
    return builder.build();
  }
}
