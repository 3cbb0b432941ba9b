package org.flytekitplugins.client.internal.flyte2;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import java.util.Set;
import org.flytekitplugins.client.internal.admin.CallRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTypesTest {
  private static final String NUMBER = "scalar { primitive { integer: 3 } }";

  private static VariableMap wants(String name, String type) throws Exception {
    return VariableMap.newBuilder()
        .putVariables(name, TextFormat.parse("type { " + type + " }", Variable.class))
        .build();
  }

  private static LiteralMap gives(String name, String literal) throws Exception {
    return LiteralMap.newBuilder()
        .putLiterals(name, TextFormat.parse(literal, Literal.class))
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simple: INTEGER | scalar { primitive { integer: 0 } }",
        "simple: FLOAT | scalar { primitive { float_value: 0 } }",
        "simple: STRING | scalar { primitive { string_value: '' } }",
        "simple: BOOLEAN | scalar { primitive { boolean: false } }",
        "simple: DATETIME | scalar { primitive { datetime { } } }",
        "simple: DURATION | scalar { primitive { duration { } } }",
        "simple: STRUCT | scalar { generic { } }",
        "simple: NONE | scalar { none_type { } }",
        "collection_type { simple: INTEGER } | collection { }",
        "map_value_type { simple: INTEGER } | map { }",
        "blob { } | scalar { blob { } }",
        "schema { } | scalar { schema { } }",
        "structured_dataset_type { } | scalar { structured_dataset { } }",
        "enum_type { values: 'a' } | scalar { primitive { string_value: 'a' } }",
        "union_type { variants { simple: NONE } variants { simple: INTEGER } } | scalar { primitive"
            + " { integer: 3 } }",
      })
  void aLiteralOfTheTypeIsTaken(String type, String literal) {
    assertThatCode(
            () -> InputTypes.check("task t", wants("x", type), Set.of(), gives("x", literal)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "simple: STRING | scalar { primitive { integer: 3 } } | string | integer",
        "simple: INTEGER | scalar { primitive { float_value: 3 } } | integer | float",
        "simple: INTEGER | collection { } | integer | collection",
        "collection_type { simple: STRING } | collection { literals { scalar { primitive { integer:"
            + " 3 } } } } | collection of string | collection",
        "map_value_type { simple: STRING } | scalar { none_type { } } | map of string | none type",
        "blob { } | scalar { generic { } } | blob | generic",
        "enum_type { values: 'a' } | scalar { primitive { string_value: 'b' } } | one of [a] |"
            + " string",
      })
  void aLiteralOfAnotherTypeIsNamed(String type, String literal, String wanted, String given) {
    assertThatThrownBy(
            () -> InputTypes.check("task t", wants("x", type), Set.of(), gives("x", literal)))
        .isInstanceOf(CallRefusal.class)
        .hasMessage(
            "task t, takes the input x as %s, and the run has %s: give it as %s",
            wanted, given, wanted);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(
            () ->
                InputTypes.check(
                    "task t",
                    wants("x", "simple: INTEGER"),
                    Set.of(),
                    LiteralMap.getDefaultInstance()))
        .hasMessage("task t, wants [x], which the run has not: give them");
  }

  @Test
  void whatHasADefaultMayBeMissingButNotBeOfAnotherType() throws Exception {
    VariableMap wanted = wants("x", "simple: STRING");
    assertThatCode(
            () -> InputTypes.check("task t", wanted, Set.of("x"), LiteralMap.getDefaultInstance()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> InputTypes.check("task t", wanted, Set.of("x"), gives("x", NUMBER)))
        .hasMessageStartingWith("task t, takes the input x as string, and the run has integer");
  }

  @Test
  void whatNobodyTakesIsNamed() {
    assertThatThrownBy(
            () ->
                InputTypes.check(
                    "task t", VariableMap.getDefaultInstance(), Set.of(), gives("y", NUMBER)))
        .hasMessage("task t, takes no [y]: leave them out");
  }
}
