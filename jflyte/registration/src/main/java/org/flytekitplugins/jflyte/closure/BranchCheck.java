package org.flytekitplugins.jflyte.closure;

import flyteidl.core.Condition.BooleanExpression;
import flyteidl.core.Condition.ComparisonExpression;
import flyteidl.core.Condition.Operand;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.Binding;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * Checks a branch as Flyte's compiler does: that it ends in a default, that its conditions compare
 * values of one type that the branch is given, and that its cases yield the same types.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/branch.go">branch.go</a>
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/validators/condition.go">condition.go</a>
 */
final class BranchCheck {
  private final Node branch;
  private final String place;
  private final BindingCheck bindings;

  /**
   * @param branch a node with a branch
   * @param place that node, to begin a sentence with
   */
  BranchCheck(Node branch, String place, BindingCheck bindings) {
    this.branch = branch;
    this.place = place;
    this.bindings = bindings;
  }

  /**
   * Checks it.
   *
   * @throws JflyteException at the first thing that Flyte would refuse
   */
  void run() {
    IfElseBlock block = branch.getBranchNode().getIfElse();
    if (block.getDefaultCase() == IfElseBlock.DefaultCase.DEFAULT_NOT_SET) {
      throw new JflyteException(
          place
              + " has no default, so that Flyte would not know what to do when none of its conditions"
              + " holds: end it with otherwise(...)");
    }
    Map<String, @Nullable LiteralType> variables = new TreeMap<>();
    for (Binding input : branch.getInputsList()) {
      variables.put(input.getVar(), bindings.typeOf(input.getBinding(), place));
    }
    check(block.getCase(), variables);
    block.getOtherList().forEach(other -> check(other, variables));
  }

  private void check(IfBlock block, Map<String, @Nullable LiteralType> variables) {
    check(
        block.getCondition(),
        variables,
        String.format("%s, the condition of node %s", place, block.getThenNode().getId()));
  }

  private static void check(
      BooleanExpression condition, Map<String, @Nullable LiteralType> variables, String where) {
    if (condition.hasConjunction()) {
      check(condition.getConjunction().getLeftExpression(), variables, where);
      check(condition.getConjunction().getRightExpression(), variables, where);
    }
    if (condition.hasComparison()) {
      ComparisonExpression comparison = condition.getComparison();
      LiteralType left = typeOf(comparison.getLeftValue(), variables, where);
      LiteralType right = typeOf(comparison.getRightValue(), variables, where);
      if (left != null && right != null && !left.equals(right)) {
        throw new JflyteException(
            String.format(
                "%s compares %s, which is %s, with %s, which is %s: compare values of one type",
                where,
                describe(comparison.getLeftValue()),
                CastableTypes.describe(left),
                describe(comparison.getRightValue()),
                CastableTypes.describe(right)));
      }
    }
  }

  private static @Nullable LiteralType typeOf(
      Operand operand, Map<String, @Nullable LiteralType> variables, String where) {
    if (operand.hasPrimitive()) {
      return CastableTypes.of(operand.getPrimitive());
    }
    if (!variables.containsKey(operand.getVar())) {
      throw new JflyteException(
          String.format(
              "%s looks at the variable %s, which the node does not bind (it binds: %s): bind it, or"
                  + " look at one that it binds",
              where,
              operand.getVar(),
              variables.isEmpty() ? "none" : String.join(", ", variables.keySet())));
    }
    return variables.get(operand.getVar());
  }

  private static String describe(Operand operand) {
    return operand.hasPrimitive() ? "a value" : "the variable " + operand.getVar();
  }

  /**
   * What the branch yields: that which all of its cases yield.
   *
   * @param cases what each case yields, by the id of its node; none may be unknown
   * @throws JflyteException if two cases yield different types under one name
   */
  TypedInterface outputs(Map<String, TypedInterface> cases) {
    List<String> ids = List.copyOf(cases.keySet());
    Map<String, Variable> common = null;
    for (Map.Entry<String, TypedInterface> entry : cases.entrySet()) {
      Map<String, Variable> outputs = entry.getValue().getOutputs().getVariablesMap();
      if (common == null) {
        common = new LinkedHashMap<>(outputs);
        continue;
      }
      common.keySet().retainAll(outputs.keySet());
      common.forEach(
          (name, variable) -> {
            LiteralType first = variable.getType();
            LiteralType other = outputs.getOrDefault(name, variable).getType();
            if (!first.equals(other)) {
              throw new JflyteException(
                  String.format(
                      "%s has cases that yield different types under one name: output %s of node %s"
                          + " is %s, of node %s %s: let them yield one type, or name them"
                          + " differently",
                      place,
                      name,
                      ids.get(0),
                      CastableTypes.describe(first),
                      entry.getKey(),
                      CastableTypes.describe(other)));
            }
          });
    }
    return TypedInterface.newBuilder()
        .setOutputs(VariableMap.newBuilder().putAllVariables(common == null ? Map.of() : common))
        .build();
  }
}
