package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Condition;
import flyteidl.core.Errors;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface;
import flyteidl.core.Literals;
import flyteidl.core.Tasks;
import flyteidl.core.Types;
import java.util.ArrayList;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.WorkflowIdentifier;

/** Whatever the model can say comes back from a message, over the wire, as it was. */
class IdlRoundTripTest {
  private static final int TRIES = 300;

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void literals_come_back(@ForAll("literals") Literal literal) throws Exception {
    byte[] bytes = LiteralIdl.toIdl(literal).toByteArray();
    assertThat(LiteralIdl.fromIdl(Literals.Literal.parseFrom(bytes))).isEqualTo(literal);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void named_literals_come_back_in_their_order(@ForAll("literalMaps") Map<String, Literal> literals)
      throws Exception {
    byte[] bytes = LiteralIdl.toIdl(literals).toByteArray();
    Map<String, Literal> back = LiteralIdl.fromIdl(Literals.LiteralMap.parseFrom(bytes));
    assertThat(back).isEqualTo(literals);
    assertThat(new ArrayList<>(back.keySet())).isEqualTo(new ArrayList<>(literals.keySet()));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void files_of_literals_are_what_protobuf_writes(
      @ForAll("literalMaps") Map<String, Literal> literals) {
    byte[] bytes = LiteralMapBytes.write(literals);
    assertThat(bytes).isEqualTo(LiteralIdl.toIdl(literals).toByteArray());
    Map<String, Literal> back = LiteralMapBytes.read(bytes);
    assertThat(back).isEqualTo(literals);
    assertThat(new ArrayList<>(back.keySet())).isEqualTo(new ArrayList<>(literals.keySet()));
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void structs_come_back(@ForAll("structs") Struct struct) throws Exception {
    byte[] bytes = StructIdl.toIdl(struct).toByteArray();
    assertThat(StructIdl.fromIdl(com.google.protobuf.Struct.parseFrom(bytes))).isEqualTo(struct);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void custom_fields_come_back_from_task_templates(@ForAll("structs") Struct struct) {
    Tasks.TaskTemplate template =
        Tasks.TaskTemplate.newBuilder()
            .setType("tensorflow")
            .setCustom(StructIdl.toIdl(struct))
            .setTaskTypeVersion(1)
            .build();
    assertThat(CustomBytes.read(template.toByteArray())).isEqualTo(struct);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void types_come_back(@ForAll("literalTypes") LiteralType type) throws Exception {
    byte[] bytes = LiteralTypeIdl.toIdl(type).toByteArray();
    assertThat(LiteralTypeIdl.fromIdl(Types.LiteralType.parseFrom(bytes))).isEqualTo(type);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void interfaces_come_back(@ForAll("interfaces") TypedInterface typedInterface) throws Exception {
    byte[] bytes = InterfaceIdl.toIdl(typedInterface).toByteArray();
    assertThat(InterfaceIdl.fromIdl(Interface.TypedInterface.parseFrom(bytes)))
        .isEqualTo(typedInterface);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void bindings_come_back(@ForAll("bindings") Binding binding) throws Exception {
    byte[] bytes = BindingIdl.toIdl(binding).toByteArray();
    assertThat(BindingIdl.fromIdl(Literals.Binding.parseFrom(bytes))).isEqualTo(binding);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void conditions_come_back(@ForAll("conditions") BooleanExpression condition) throws Exception {
    byte[] bytes = BooleanExpressionIdl.toIdl(condition).toByteArray();
    assertThat(BooleanExpressionIdl.fromIdl(Condition.BooleanExpression.parseFrom(bytes)))
        .isEqualTo(condition);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void errors_come_back(@ForAll("errors") TaskError error) throws Exception {
    byte[] bytes = ErrorIdl.toIdl(error).toByteArray();
    assertThat(ErrorIdl.fromIdl(Errors.ErrorDocument.parseFrom(bytes))).isEqualTo(error);
  }

  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
  void identifiers_come_back(
      @ForAll("texts") String project,
      @ForAll("texts") String domain,
      @ForAll("texts") String name,
      @ForAll("texts") String version)
      throws Exception {
    TaskIdentifier task =
        TaskIdentifier.builder()
            .project(project)
            .domain(domain)
            .name(name)
            .version(version)
            .build();
    WorkflowIdentifier workflow =
        WorkflowIdentifier.builder()
            .project(project)
            .domain(domain)
            .name(name)
            .version(version)
            .build();
    LaunchPlanIdentifier launchPlan =
        LaunchPlanIdentifier.builder()
            .project(project)
            .domain(domain)
            .name(name)
            .version(version)
            .build();
    assertThat(IdentifierIdl.taskFromIdl(wired(IdentifierIdl.toIdl(task)))).isEqualTo(task);
    assertThat(IdentifierIdl.workflowFromIdl(wired(IdentifierIdl.toIdl(workflow))))
        .isEqualTo(workflow);
    assertThat(IdentifierIdl.launchPlanFromIdl(wired(IdentifierIdl.toIdl(launchPlan))))
        .isEqualTo(launchPlan);
  }

  @Provide
  Arbitrary<String> texts() {
    return ModelArbitraries.texts();
  }

  @Provide
  Arbitrary<Literal> literals() {
    return ModelArbitraries.literals();
  }

  @Provide
  Arbitrary<Map<String, Literal>> literalMaps() {
    return ModelArbitraries.literalMaps();
  }

  @Provide
  Arbitrary<Struct> structs() {
    return ModelArbitraries.structs();
  }

  @Provide
  Arbitrary<LiteralType> literalTypes() {
    return ModelArbitraries.literalTypes();
  }

  @Provide
  Arbitrary<TypedInterface> interfaces() {
    return ModelArbitraries.interfaces();
  }

  @Provide
  Arbitrary<Binding> bindings() {
    return ModelArbitraries.bindings();
  }

  @Provide
  Arbitrary<BooleanExpression> conditions() {
    return ModelArbitraries.conditions();
  }

  @Provide
  Arbitrary<TaskError> errors() {
    return ModelArbitraries.errors();
  }

  private static Identifier wired(Identifier id) throws InvalidProtocolBufferException {
    return Identifier.parseFrom(id.toByteArray());
  }
}
