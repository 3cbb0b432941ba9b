package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import flyteidl.core.Condition.BooleanExpression;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether conditions hold, as propeller sees it. */
class ConditionsTest {
  private static boolean holds(String expression) throws TextFormat.ParseException {
    return new Conditions(Map.of("x", WalkTest.literal(3)))
        .holds(TextFormat.parse(expression, BooleanExpression.class));
  }

  private static String comparison(String left, String operator, String right) {
    return String.format(
        "comparison { left_value { %s } operator: %s right_value { %s } }",
        operand(left), operator, operand(right));
  }

  private static String operand(String value) {
    return value.equals("x") ? "var: 'x'" : "primitive { " + value + " }";
  }

  @ParameterizedTest
  @CsvSource({
    "x, GT, integer: 2, true",
    "x, GT, integer: 3, false",
    "x, GTE, integer: 3, true",
    "x, LT, integer: 3, false",
    "x, LT, integer: 4, true",
    "x, LTE, integer: 3, true",
    "x, EQ, integer: 3, true",
    "x, NEQ, integer: 3, false",
    "float_value: 0.0, EQ, float_value: -0.0, true",
    "float_value: 1.5, GT, float_value: 1.25, true",
    "string_value: 'a', LT, string_value: 'b', true",
    "boolean: true, EQ, boolean: true, true",
    "boolean: true, NEQ, boolean: true, false",
    "boolean: true, NEQ, boolean: false, true",
    "datetime { seconds: 1 nanos: 2 }, GT, datetime { seconds: 1 nanos: 1 }, true",
    "duration { seconds: 60 }, LTE, duration { seconds: 59 }, false",
  })
  void valuesOfOneTypeCompare(String left, String operator, String right, boolean holds)
      throws Exception {
    assertThat(holds(comparison(left, operator, right))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "AND, true, false, false",
    "AND, true, true, true",
    "OR, true, false, true",
    "OR, false, false, false"
  })
  void conditionsAreJoined(String operator, boolean left, boolean right, boolean holds)
      throws Exception {
    String both =
        String.format(
            "conjunction { operator: %s left_expression { %s } right_expression { %s } }",
            operator,
            comparison("x", left ? "EQ" : "NEQ", "integer: 3"),
            comparison("x", right ? "EQ" : "NEQ", "integer: 3"));

    assertThat(holds(both)).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | EQ | float_value: 3.0 | which are of different types: convert one of them in a task",
        "boolean: true | GT | boolean: false | which of two booleans is greater: compare them with"
            + " eq or neq",
      })
  void whatCannotBeComparedIsSaid(String left, String operator, String right, String sentence) {
    assertThatThrownBy(() -> holds(comparison(left, operator, right)))
        .isInstanceOf(JflyteException.class)
        .hasMessageContaining(sentence);
  }
}
