package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Condition;
import flyteidl.core.Condition.ComparisonExpression.Operator;
import flyteidl.core.Condition.ConjunctionExpression.LogicalOperator;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.ConjunctionExpression;
import org.flyte.api.v1.Operand;
import org.flytekitplugins.jflyte.JflyteException;

/**
 * Conditions of branches.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/condition.proto">condition.proto</a>
 */
public final class BooleanExpressionIdl {
  private BooleanExpressionIdl() {}

  /** The message of a condition. */
  public static Condition.BooleanExpression toIdl(BooleanExpression expression) {
    Condition.BooleanExpression.Builder builder = Condition.BooleanExpression.newBuilder();
    return switch (expression.kind()) {
      case CONJUNCTION -> builder.setConjunction(toIdl(expression.conjunction())).build();
      case COMPARISON -> builder.setComparison(toIdl(expression.comparison())).build();
      default -> throw UnknownToModel.inModel("BooleanExpression", expression.kind());
    };
  }

  /**
   * The condition of a message.
   *
   * @throws JflyteException if the condition is incomplete or has an operator that we do not know
   */
  public static BooleanExpression fromIdl(Condition.BooleanExpression expression) {
    return switch (expression.getExprCase()) {
      case CONJUNCTION -> BooleanExpression.ofConjunction(fromIdl(expression.getConjunction()));
      case COMPARISON -> BooleanExpression.ofComparison(fromIdl(expression.getComparison()));
      default ->
          throw UnknownToModel.inMessage(
              "a condition",
              "neither a conjunction nor a comparison" + UnknownToModel.fieldsOf(expression),
              "one of these");
    };
  }

  private static Condition.ConjunctionExpression toIdl(ConjunctionExpression conjunction) {
    return Condition.ConjunctionExpression.newBuilder()
        .setOperator(toIdl(conjunction.operator()))
        .setLeftExpression(toIdl(conjunction.leftExpression()))
        .setRightExpression(toIdl(conjunction.rightExpression()))
        .build();
  }

  private static ConjunctionExpression fromIdl(Condition.ConjunctionExpression conjunction) {
    return ConjunctionExpression.create(
        operator(conjunction),
        fromIdl(conjunction.getLeftExpression()),
        fromIdl(conjunction.getRightExpression()));
  }

  private static Condition.ComparisonExpression toIdl(ComparisonExpression comparison) {
    return Condition.ComparisonExpression.newBuilder()
        .setOperator(toIdl(comparison.operator()))
        .setLeftValue(toIdl(comparison.leftValue()))
        .setRightValue(toIdl(comparison.rightValue()))
        .build();
  }

  private static ComparisonExpression fromIdl(Condition.ComparisonExpression comparison) {
    return ComparisonExpression.builder()
        .operator(operator(comparison))
        .leftValue(fromIdl(comparison.getLeftValue()))
        .rightValue(fromIdl(comparison.getRightValue()))
        .build();
  }

  private static Condition.Operand toIdl(Operand operand) {
    Condition.Operand.Builder builder = Condition.Operand.newBuilder();
    return switch (operand.kind()) {
      case PRIMITIVE -> builder.setPrimitive(PrimitiveIdl.toIdl(operand.primitive())).build();
      case VAR -> builder.setVar(operand.var()).build();
      default -> throw UnknownToModel.inModel("Operand", operand.kind());
    };
  }

  private static Operand fromIdl(Condition.Operand operand) {
    return switch (operand.getValCase()) {
      case PRIMITIVE ->
          Operand.ofPrimitive(PrimitiveIdl.fromIdl(operand.getPrimitive(), FieldPath.ROOT));
      case VAR -> Operand.ofVar(operand.getVar());
      default ->
          throw UnknownToModel.inMessage(
              "an operand of a condition",
              "neither a primitive nor a variable" + UnknownToModel.fieldsOf(operand),
              "one of these");
    };
  }

  private static LogicalOperator toIdl(ConjunctionExpression.LogicalOperator operator) {
    return switch (operator) {
      case AND -> LogicalOperator.AND;
      case OR -> LogicalOperator.OR;
      default -> throw UnknownToModel.inModel("LogicalOperator", operator);
    };
  }

  private static ConjunctionExpression.LogicalOperator operator(
      Condition.ConjunctionExpression conjunction) {
    return switch (conjunction.getOperator()) {
      case AND -> ConjunctionExpression.LogicalOperator.AND;
      case OR -> ConjunctionExpression.LogicalOperator.OR;
      default ->
          throw UnknownToModel.inMessage(
              "the operator of a conjunction", conjunction.getOperatorValue(), "AND or OR");
    };
  }

  private static Operator toIdl(ComparisonExpression.Operator operator) {
    return switch (operator) {
      case EQ -> Operator.EQ;
      case NEQ -> Operator.NEQ;
      case GT -> Operator.GT;
      case GTE -> Operator.GTE;
      case LT -> Operator.LT;
      case LTE -> Operator.LTE;
      default -> throw UnknownToModel.inModel("ComparisonExpression.Operator", operator);
    };
  }

  private static ComparisonExpression.Operator operator(Condition.ComparisonExpression comparison) {
    return switch (comparison.getOperator()) {
      case EQ -> ComparisonExpression.Operator.EQ;
      case NEQ -> ComparisonExpression.Operator.NEQ;
      case GT -> ComparisonExpression.Operator.GT;
      case GTE -> ComparisonExpression.Operator.GTE;
      case LT -> ComparisonExpression.Operator.LT;
      case LTE -> ComparisonExpression.Operator.LTE;
      default ->
          throw UnknownToModel.inMessage(
              "the operator of a comparison",
              comparison.getOperatorValue(),
              "EQ, NEQ, GT, GTE, LT or LTE");
    };
  }
}
