package org.flytekitplugins.jflyte.driver;

import com.google.protobuf.Timestamp;
import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.Operand;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.Primitive;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Whether conditions hold, by propeller's rules: only values of one type compare.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flytepropeller/pkg/controller/nodes/branch/comparator.go">flytepropeller's
 *     comparator</a>
 */
final class Conditions {
  private final Map<String, Literal> values;

  /**
   * @param values those that conditions speak of
   */
  Conditions(Map<String, Literal> values) {
    this.values = values;
  }

  boolean holds(BooleanExpression expression) {
    return switch (expression.getExprCase()) {
      case CONJUNCTION -> {
        var conjunction = expression.getConjunction();
        // Both are looked at, as propeller does: what cannot be compared is a failure either way.
        boolean left = holds(conjunction.getLeftExpression());
        boolean right = holds(conjunction.getRightExpression());
        yield switch (conjunction.getOperator()) {
          case AND -> left && right;
          case OR -> left || right;
          case UNRECOGNIZED -> throw unknown(conjunction.getOperatorValue());
        };
      }
      case COMPARISON -> holds(expression.getComparison());
      case EXPR_NOT_SET -> throw new JflyteException("a condition says nothing: write one");
    };
  }

  private boolean holds(ComparisonExpression comparison) {
    Primitive left = primitive(comparison.getLeftValue());
    Primitive right = primitive(comparison.getRightValue());
    if (left.getValueCase() != right.getValueCase()) {
      throw new JflyteException(
          String.format(
              "a condition compares %s with %s, which are of different types: convert one of them"
                  + " in a task",
              text(left), text(right)));
    }
    if (left.getValueCase() == Primitive.ValueCase.BOOLEAN) {
      return holds(left.getBoolean(), right.getBoolean(), comparison);
    }
    int order = compare(left, right);
    return switch (comparison.getOperator()) {
      case EQ -> order == 0;
      case NEQ -> order != 0;
      case GT -> order > 0;
      case GTE -> order >= 0;
      case LT -> order < 0;
      case LTE -> order <= 0;
      case UNRECOGNIZED -> throw unknown(comparison.getOperatorValue());
    };
  }

  private static boolean holds(boolean left, boolean right, ComparisonExpression comparison) {
    return switch (comparison.getOperator()) {
      case EQ -> left == right;
      case NEQ -> left != right;
      default ->
          throw new JflyteException(
              "a condition asks which of two booleans is greater: compare them with eq or neq");
    };
  }

  private static int compare(Primitive left, Primitive right) {
    return switch (left.getValueCase()) {
      case INTEGER -> Long.compare(left.getInteger(), right.getInteger());
      case FLOAT_VALUE -> floats(left.getFloatValue(), right.getFloatValue());
      case STRING_VALUE -> left.getStringValue().compareTo(right.getStringValue());
      case DATETIME -> instant(left.getDatetime()).compareTo(instant(right.getDatetime()));
      case DURATION -> duration(left.getDuration()).compareTo(duration(right.getDuration()));
      case BOOLEAN, VALUE_NOT_SET ->
          throw new JflyteException("a condition compares nothing with nothing: give it values");
    };
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static Duration duration(com.google.protobuf.Duration duration) {
    return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
  }

  // Of 0.0 and -0.0 none is greater.
  private static int floats(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  private Primitive primitive(Operand operand) {
    if (operand.hasPrimitive()) {
      return operand.getPrimitive();
    }
    Literal value = values.get(operand.getVar());
    if (value == null || !value.getScalar().hasPrimitive()) {
      throw new JflyteException(
          "a condition compares "
              + operand.getVar()
              + ", which is "
              + (value == null ? "not given" : "no primitive value")
              + ": compare integers, floats, strings, booleans, times or durations");
    }
    return value.getScalar().getPrimitive();
  }

  private static String text(Primitive value) {
    return value.toString().strip().replace("\n", " ");
  }

  private static JflyteException unknown(int operator) {
    return new JflyteException(
        "operator " + operator + " of a condition is newer than this launcher: take a newer image");
  }
}
