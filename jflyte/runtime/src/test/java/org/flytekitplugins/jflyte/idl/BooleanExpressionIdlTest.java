package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.core.Condition;
import flyteidl.core.Literals;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.ConjunctionExpression;
import org.flyte.api.v1.Operand;
import org.flyte.api.v1.Primitive;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BooleanExpressionIdlTest {
  @ParameterizedTest
  @EnumSource
  void comparisons_keep_their_operators_and_sides(ComparisonExpression.Operator operator) {
    assertThat(BooleanExpressionIdl.toIdl(comparison(operator)))
        .isEqualTo(message(Condition.ComparisonExpression.Operator.valueOf(operator.name())));
  }

  @ParameterizedTest
  @EnumSource
  void conjunctions_keep_their_operators_and_sides(ConjunctionExpression.LogicalOperator operator) {
    assertThat(
            BooleanExpressionIdl.toIdl(
                BooleanExpression.ofConjunction(
                    ConjunctionExpression.create(
                        operator,
                        comparison(ComparisonExpression.Operator.EQ),
                        comparison(ComparisonExpression.Operator.LT)))))
        .isEqualTo(
            Condition.BooleanExpression.newBuilder()
                .setConjunction(
                    Condition.ConjunctionExpression.newBuilder()
                        .setOperator(
                            Condition.ConjunctionExpression.LogicalOperator.valueOf(
                                operator.name()))
                        .setLeftExpression(message(Condition.ComparisonExpression.Operator.EQ))
                        .setRightExpression(message(Condition.ComparisonExpression.Operator.LT)))
                .build());
  }

  @Test
  void refuses_what_it_does_not_know() {
    assertRefused(
        Condition.BooleanExpression.newBuilder(),
        "a condition is neither a conjunction nor a comparison, which flytekit-java cannot hold;"
            + " use one of these");
    assertRefused(
        Condition.BooleanExpression.newBuilder()
            .setConjunction(Condition.ConjunctionExpression.newBuilder().setOperatorValue(8)),
        "the operator of a conjunction is 8, which flytekit-java cannot hold; use AND or OR");
    assertRefused(
        Condition.BooleanExpression.newBuilder()
            .setComparison(Condition.ComparisonExpression.newBuilder().setOperatorValue(8)),
        "the operator of a comparison is 8, which flytekit-java cannot hold; use EQ, NEQ, GT, GTE,"
            + " LT or LTE");
    assertRefused(
        Condition.BooleanExpression.newBuilder()
            .setComparison(Condition.ComparisonExpression.getDefaultInstance()),
        "an operand of a condition is neither a primitive nor a variable, which flytekit-java"
            + " cannot hold; use one of these");
  }

  private static void assertRefused(
      Condition.BooleanExpression.Builder condition, String sentence) {
    assertThatThrownBy(() -> BooleanExpressionIdl.fromIdl(condition.build()))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  private static BooleanExpression comparison(ComparisonExpression.Operator operator) {
    return BooleanExpression.ofComparison(
        ComparisonExpression.builder()
            .operator(operator)
            .leftValue(Operand.ofVar("$.x"))
            .rightValue(Operand.ofPrimitive(Primitive.ofBooleanValue(false)))
            .build());
  }

  private static Condition.BooleanExpression message(
      Condition.ComparisonExpression.Operator operator) {
    return Condition.BooleanExpression.newBuilder()
        .setComparison(
            Condition.ComparisonExpression.newBuilder()
                .setOperator(operator)
                .setLeftValue(Condition.Operand.newBuilder().setVar("$.x"))
                .setRightValue(
                    Condition.Operand.newBuilder()
                        .setPrimitive(Literals.Primitive.newBuilder().setBoolean(false))))
        .build();
  }
}
