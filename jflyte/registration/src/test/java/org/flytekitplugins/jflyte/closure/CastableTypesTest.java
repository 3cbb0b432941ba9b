package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.closure.Workflows.INTEGER;
import static org.flytekitplugins.jflyte.closure.Workflows.STRING;
import static org.flytekitplugins.jflyte.closure.Workflows.listOf;
import static org.flytekitplugins.jflyte.closure.Workflows.mapTo;
import static org.flytekitplugins.jflyte.closure.Workflows.simple;

import flyteidl.core.Types.BlobType;
import flyteidl.core.Types.EnumType;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SchemaType;
import flyteidl.core.Types.SchemaType.SchemaColumn;
import flyteidl.core.Types.SchemaType.SchemaColumn.SchemaColumnType;
import flyteidl.core.Types.SimpleType;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CastableTypesTest {
  // The rules of flytepropeller v1.16.8, pkg/compiler/validators/typing.go.
  static Stream<Arguments> rules() {
    LiteralType none = simple(SimpleType.NONE);
    LiteralType color =
        LiteralType.newBuilder().setEnumType(EnumType.newBuilder().addValues("red")).build();
    LiteralType csv = blob("csv");
    return Stream.of(
        Arguments.of(INTEGER, INTEGER, true),
        Arguments.of(INTEGER, simple(SimpleType.FLOAT), false),
        Arguments.of(none, INTEGER, false),
        Arguments.of(none, none, true),
        Arguments.of(color, STRING, true),
        Arguments.of(STRING, color, true),
        Arguments.of(INTEGER, color, false),
        Arguments.of(color, color, true),
        Arguments.of(listOf(INTEGER), listOf(INTEGER), true),
        Arguments.of(listOf(none), listOf(INTEGER), true),
        Arguments.of(listOf(STRING), listOf(INTEGER), false),
        Arguments.of(INTEGER, listOf(INTEGER), false),
        Arguments.of(listOf(listOf(INTEGER)), listOf(listOf(INTEGER)), true),
        Arguments.of(listOf(INTEGER), listOf(listOf(INTEGER)), false),
        Arguments.of(mapTo(INTEGER), mapTo(INTEGER), true),
        Arguments.of(mapTo(none), mapTo(INTEGER), true),
        Arguments.of(mapTo(INTEGER), listOf(INTEGER), false),
        Arguments.of(csv, csv, true),
        Arguments.of(csv, blob(""), false),
        Arguments.of(INTEGER, csv, false),
        Arguments.of(schema("a", "b"), schema("a"), true),
        Arguments.of(schema("a"), schema("a", "b"), false),
        Arguments.of(schema(), schema("a"), true),
        Arguments.of(schema("a"), schema(), true),
        Arguments.of(INTEGER, schema(), false));
  }

  @ParameterizedTest(name = "{0} to {1}: {2}")
  @MethodSource("rules")
  void aValueGoesWhereFlytesCompilerLetsIt(LiteralType from, LiteralType to, boolean goes) {
    assertThat(CastableTypes.isAssignable(from, to)).isEqualTo(goes);
  }

  private static LiteralType blob(String format) {
    return LiteralType.newBuilder().setBlob(BlobType.newBuilder().setFormat(format)).build();
  }

  private static LiteralType schema(String... columns) {
    SchemaType.Builder schema = SchemaType.newBuilder();
    for (String column : columns) {
      schema.addColumns(
          SchemaColumn.newBuilder().setName(column).setType(SchemaColumnType.INTEGER));
    }
    return LiteralType.newBuilder().setSchema(schema).build();
  }
}
