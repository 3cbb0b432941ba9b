package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.Primitive;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.Error;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.OutputReference;
import flyteidl.core.Types.SimpleType;
import flyteidl.core.Workflow.BranchNode;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.TaskNode;
import flyteidl.core.Workflow.WorkflowNode;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.List;
import java.util.Map;

/** Short words for workflows in Flyte's form. */
final class Workflows {
  static final LiteralType INTEGER = simple(SimpleType.INTEGER);
  static final LiteralType STRING = simple(SimpleType.STRING);

  private Workflows() {}

  static LiteralType simple(SimpleType type) {
    return LiteralType.newBuilder().setSimple(type).build();
  }

  static LiteralType listOf(LiteralType type) {
    return LiteralType.newBuilder().setCollectionType(type).build();
  }

  static LiteralType mapTo(LiteralType type) {
    return LiteralType.newBuilder().setMapValueType(type).build();
  }

  static Identifier id(ResourceType type, String name) {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject("p")
        .setDomain("d")
        .setName(name)
        .setVersion("v")
        .build();
  }

  static TypedInterface typed(Map<String, LiteralType> inputs, Map<String, LiteralType> outputs) {
    return TypedInterface.newBuilder()
        .setInputs(variables(inputs))
        .setOutputs(variables(outputs))
        .build();
  }

  private static VariableMap variables(Map<String, LiteralType> types) {
    VariableMap.Builder map = VariableMap.newBuilder();
    types.forEach(
        (name, type) -> map.putVariables(name, Variable.newBuilder().setType(type).build()));
    return map.build();
  }

  static WorkflowTemplate.Builder workflow(String name, TypedInterface typed, Node... nodes) {
    return WorkflowTemplate.newBuilder()
        .setId(id(ResourceType.WORKFLOW, name))
        .setInterface(typed)
        .addAllNodes(List.of(nodes));
  }

  static Node task(String id, String task, Binding... inputs) {
    return Node.newBuilder()
        .setId(id)
        .setTaskNode(TaskNode.newBuilder().setReferenceId(id(ResourceType.TASK, task)))
        .addAllInputs(List.of(inputs))
        .build();
  }

  static Node subWorkflow(String id, String workflow, Binding... inputs) {
    return Node.newBuilder()
        .setId(id)
        .setWorkflowNode(
            WorkflowNode.newBuilder().setSubWorkflowRef(id(ResourceType.WORKFLOW, workflow)))
        .addAllInputs(List.of(inputs))
        .build();
  }

  static Node branch(String id, Node then, Node... others) {
    IfElseBlock.Builder block =
        IfElseBlock.newBuilder()
            .setCase(IfBlock.newBuilder().setThenNode(then))
            .setError(Error.newBuilder().setMessage("none of the conditions holds"));
    for (Node other : others) {
      block.addOther(IfBlock.newBuilder().setThenNode(other));
    }
    return Node.newBuilder()
        .setId(id)
        .setBranchNode(BranchNode.newBuilder().setIfElse(block))
        .build();
  }

  static Binding bind(String input, BindingData data) {
    return Binding.newBuilder().setVar(input).setBinding(data).build();
  }

  static BindingData output(String node, String output) {
    return BindingData.newBuilder()
        .setPromise(OutputReference.newBuilder().setNodeId(node).setVar(output))
        .build();
  }

  static BindingData value(long value) {
    return BindingData.newBuilder()
        .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setInteger(value)))
        .build();
  }

  static BindingData value(String value) {
    return BindingData.newBuilder()
        .setScalar(Scalar.newBuilder().setPrimitive(Primitive.newBuilder().setStringValue(value)))
        .build();
  }

  static BindingData list(BindingData... items) {
    return BindingData.newBuilder()
        .setCollection(
            flyteidl.core.Literals.BindingDataCollection.newBuilder()
                .addAllBindings(List.of(items)))
        .build();
  }
}
