package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.Operand;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Literals.BindingData;
import flyteidl.core.Literals.Scalar;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What flytepropeller's compiler asks of a branch node: a default, and conditions that compare what
 * the node is bound to with its like.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/condition.go">flytepropeller's
 *     conditions</a>
 */
final class BranchRules {
  private final Map<String, TypedInterface> nodes;
  private final CompileErrors errors;

  /**
   * @param nodes what the nodes take and give
   */
  BranchRules(Map<String, TypedInterface> nodes, CompileErrors errors) {
    this.nodes = nodes;
    this.errors = errors;
  }

  void check(Node branch) {
    IfElseBlock block = branch.getBranchNode().getIfElse();
    Map<String, BindingData> bound = new HashMap<>();
    for (Binding input : branch.getInputsList()) {
      bound.put(input.getVar(), input.getBinding());
    }
    if (!block.hasCase()) {
      noCondition(branch);
    }
    List<IfBlock> cases = new ArrayList<>(block.getOtherList());
    if (block.hasCase()) {
      cases.add(0, block.getCase());
    }
    for (IfBlock each : cases) {
      if (each.hasCondition()) {
        check(branch, each.getCondition(), bound);
      } else {
        noCondition(branch);
      }
      if (!each.hasThenNode()) {
        errors.add("BranchNodeIdNotFound", branch.getId(), "BranchNode not assigned");
      }
    }
    if (block.getDefaultCase() == IfElseBlock.DefaultCase.DEFAULT_NOT_SET) {
      errors.add(
          "BranchNodeHasNoDefault",
          branch.getId(),
          "Branch Node must have either the else case set or a default error.");
    }
  }

  private void noCondition(Node branch) {
    errors.add(
        "BranchNodeHasNoCondition",
        branch.getId(),
        "One of the branches on the node doesn't have a condition.");
  }

  private void check(Node branch, BooleanExpression condition, Map<String, BindingData> bound) {
    switch (condition.getExprCase()) {
      case COMPARISON -> check(branch, condition.getComparison(), bound);
      case CONJUNCTION -> {
        check(branch, condition.getConjunction().getLeftExpression(), bound);
        check(branch, condition.getConjunction().getRightExpression(), bound);
      }
      case EXPR_NOT_SET -> errors.add("ValueRequired", branch.getId(), "Value required [Expr].");
    }
  }

  private void check(Node branch, ComparisonExpression comparison, Map<String, BindingData> bound) {
    LiteralType right = typeOf(branch, "RightValue", comparison.getRightValue(), bound);
    LiteralType left = typeOf(branch, "LeftValue", comparison.getLeftValue(), bound);
    if (right != null && left != null && !right.equals(left)) {
      errors.add(
          "MismatchingTypes",
          branch.getId(),
          "Variable [RightValue] (type ["
              + Refusals.oneLine(right)
              + "]) doesn't match expected type ["
              + Refusals.oneLine(left)
              + "].");
    }
  }

  private @Nullable LiteralType typeOf(
      Node branch, String side, Operand operand, Map<String, BindingData> bound) {
    switch (operand.getValCase()) {
      case PRIMITIVE -> {
        return LiteralTypes.of(Scalar.newBuilder().setPrimitive(operand.getPrimitive()).build());
      }
      case VAR -> {
        BindingData data = bound.get(operand.getVar());
        if (data == null) {
          errors.add(
              "VariableNameNotFound",
              branch.getId(),
              "Variable [" + operand.getVar() + "] not found on node [].");
          return null;
        }
        return typeOf(data);
      }
      default -> {
        errors.add("ValueRequired", branch.getId(), "Value required [" + side + ".Val].");
        return null;
      }
    }
  }

  private @Nullable LiteralType typeOf(BindingData data) {
    if (data.hasScalar()) {
      return LiteralTypes.of(data.getScalar());
    }
    TypedInterface giver = nodes.get(data.getPromise().getNodeId());
    Variable variable =
        giver == null ? null : giver.getOutputs().getVariablesMap().get(data.getPromise().getVar());
    return variable == null ? null : variable.getType();
  }
}
