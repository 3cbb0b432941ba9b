package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.core.Interface;
import flyteidl.core.Types;
import flyteidl.core.Types.SchemaType.SchemaColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SchemaType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Types of literals, alone and as those of the variables of an interface. */
class LiteralTypeIdlTest {
  private static final String SUPPORTED =
      ", which flytekit-java cannot hold; use a simple type, a schema, a blob, or a collection or"
          + " map of these";

  @ParameterizedTest
  @EnumSource
  void simple_types_keep_their_names(SimpleType type) {
    assertThat(LiteralTypeIdl.toIdl(LiteralType.ofSimpleType(type)))
        .isEqualTo(simple(Types.SimpleType.valueOf(type.name())));
  }

  @ParameterizedTest
  @EnumSource
  void types_of_columns_keep_their_names(SchemaType.ColumnType type) {
    SchemaType schema =
        SchemaType.builder()
            .columns(List.of(SchemaType.Column.builder().name("c").type(type).build()))
            .build();
    assertThat(LiteralTypeIdl.toIdl(LiteralType.ofSchemaType(schema)))
        .isEqualTo(
            Types.LiteralType.newBuilder()
                .setSchema(
                    Types.SchemaType.newBuilder()
                        .addColumns(
                            SchemaColumn.newBuilder()
                                .setName("c")
                                .setType(SchemaColumn.SchemaColumnType.valueOf(type.name()))))
                .build());
  }

  @ParameterizedTest
  @EnumSource
  void dimensionalities_of_blobs_keep_their_names(BlobType.BlobDimensionality dimensionality) {
    BlobType type = BlobType.builder().format("csv").dimensionality(dimensionality).build();
    assertThat(LiteralTypeIdl.toIdl(LiteralType.ofBlobType(type)))
        .isEqualTo(
            Types.LiteralType.newBuilder()
                .setBlob(
                    Types.BlobType.newBuilder()
                        .setFormat("csv")
                        .setDimensionality(
                            Types.BlobType.BlobDimensionality.valueOf(dimensionality.name())))
                .build());
  }

  @Test
  void writes_an_interface() {
    LiteralType strings = LiteralType.ofSimpleType(SimpleType.STRING);
    Map<String, Variable> inputs = new LinkedHashMap<>();
    inputs.put("z", variable(LiteralType.ofCollectionType(strings), "größe"));
    inputs.put("a", variable(LiteralType.ofMapValueType(strings), null));
    TypedInterface typedInterface =
        TypedInterface.builder().inputs(inputs).outputs(Map.of()).build();
    Interface.TypedInterface expected =
        Interface.TypedInterface.newBuilder()
            .setInputs(
                Interface.VariableMap.newBuilder()
                    .putVariables(
                        "z",
                        Interface.Variable.newBuilder()
                            .setType(
                                Types.LiteralType.newBuilder()
                                    .setCollectionType(simple(Types.SimpleType.STRING)))
                            .setDescription("größe")
                            .build())
                    .putVariables(
                        "a",
                        Interface.Variable.newBuilder()
                            .setType(
                                Types.LiteralType.newBuilder()
                                    .setMapValueType(simple(Types.SimpleType.STRING)))
                            .build()))
            .setOutputs(Interface.VariableMap.getDefaultInstance())
            .build();
    assertThat(InterfaceIdl.toIdl(typedInterface)).isEqualTo(expected);
    assertThat(InterfaceIdl.toIdl(typedInterface).getInputs().getVariablesMap().keySet())
        .containsExactly("z", "a");
  }

  @ParameterizedTest
  @MethodSource
  void names_the_variable_whose_type_the_model_lacks(Types.LiteralType type, String what) {
    Interface.TypedInterface typedInterface =
        Interface.TypedInterface.newBuilder()
            .setOutputs(
                Interface.VariableMap.newBuilder()
                    .putVariables("x", Interface.Variable.newBuilder().setType(type).build()))
            .build();
    assertThatThrownBy(() -> InterfaceIdl.fromIdl(typedInterface))
        .isInstanceOf(JflyteException.class)
        .hasMessage("value \"x" + what);
  }

  static Stream<Arguments> names_the_variable_whose_type_the_model_lacks() {
    Types.LiteralType union =
        Types.LiteralType.newBuilder().setUnionType(Types.UnionType.getDefaultInstance()).build();
    return Stream.of(
        Arguments.of(union, "\" is of a union type" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder().setCollectionType(union).build(),
            "[]\" is of a union type" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder().setMapValueType(union).build(),
            "[]\" is of a union type" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder().setEnumType(Types.EnumType.getDefaultInstance()).build(),
            "\" is of an enum type" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder()
                .setStructuredDatasetType(Types.StructuredDatasetType.getDefaultInstance())
                .build(),
            "\" is of a structured dataset type" + SUPPORTED),
        Arguments.of(Types.LiteralType.getDefaultInstance(), "\" is of no known type" + SUPPORTED),
        Arguments.of(simple(Types.SimpleType.NONE), "\" is of simple type NONE" + SUPPORTED),
        Arguments.of(simple(Types.SimpleType.ERROR), "\" is of simple type ERROR" + SUPPORTED),
        Arguments.of(simple(Types.SimpleType.BINARY), "\" is of simple type BINARY" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder().setSimpleValue(77).build(),
            "\" is of simple type 77" + SUPPORTED),
        Arguments.of(
            Types.LiteralType.newBuilder()
                .setSchema(
                    Types.SchemaType.newBuilder()
                        .addColumns(SchemaColumn.newBuilder().setName("c").setTypeValue(77)))
                .build(),
            ".c\" is a column of type 77, which flytekit-java cannot hold; use INTEGER, FLOAT,"
                + " STRING, BOOLEAN, DATETIME or DURATION"));
  }

  private static Variable variable(LiteralType type, String description) {
    return Variable.builder().literalType(type).description(description).build();
  }

  private static Types.LiteralType simple(Types.SimpleType type) {
    return Types.LiteralType.newBuilder().setSimple(type).build();
  }
}
