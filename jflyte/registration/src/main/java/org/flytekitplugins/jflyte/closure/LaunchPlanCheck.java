package org.flytekitplugins.jflyte.closure;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import java.util.Set;
import java.util.TreeSet;
import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/** Checks a launch plan against its workflow: it may only give inputs that there are. */
final class LaunchPlanCheck {
  private final String place;
  private final LaunchPlanSpec spec;
  private final TypedInterface workflow;

  LaunchPlanCheck(String place, LaunchPlanSpec spec, TypedInterface workflow) {
    this.place = place;
    this.spec = spec;
    this.workflow = workflow;
  }

  /**
   * Checks it.
   *
   * @throws JflyteException at the first thing that Flyte would refuse
   */
  void run() {
    spec.getFixedInputs()
        .getLiteralsMap()
        .forEach(
            (input, literal) ->
                checkType(CastableTypes.of(literal), input, variable(input, "fixes"), "fixes"));
    spec.getDefaultInputs()
        .getParametersMap()
        .forEach(
            (input, parameter) -> {
              Variable variable = variable(input, "has a default for");
              checkType(parameter.getVar().getType(), input, variable, "has a default for");
              if (parameter.hasDefault()) {
                checkType(
                    CastableTypes.of(parameter.getDefault()), input, variable, "has a default for");
              }
            });
    Set<String> needed = new TreeSet<>(workflow.getInputs().getVariablesMap().keySet());
    needed.removeAll(spec.getFixedInputs().getLiteralsMap().keySet());
    spec.getDefaultInputs()
        .getParametersMap()
        .forEach(
            (input, parameter) -> {
              if (parameter.hasDefault()) {
                needed.remove(input);
              }
            });
    checkKickoffTime();
    needed.remove(kickoffTimeInput());
    if (spec.getEntityMetadata().hasSchedule() && !needed.isEmpty()) {
      throw new JflyteException(
          String.format(
              "%s runs by schedule, but nobody gives the input %s of workflow %s then: fix it, or"
                  + " give it a default",
              place, String.join(", ", needed), spec.getWorkflowId().getName()));
    }
  }

  private String kickoffTimeInput() {
    return spec.getEntityMetadata().getSchedule().getKickoffTimeInputArg();
  }

  private void checkKickoffTime() {
    String input = kickoffTimeInput();
    if (input.isEmpty()) {
      return;
    }
    LiteralType type = variable(input, "gives the time of its schedule to").getType();
    if (type.getSimple() != SimpleType.DATETIME) {
      throw new JflyteException(
          String.format(
              "%s gives the time of its schedule to the input %s, which is %s: name an input that"
                  + " is a datetime",
              place, input, CastableTypes.describe(type)));
    }
    if (spec.getFixedInputs().containsLiterals(input)) {
      throw new JflyteException(
          String.format(
              "%s gives the time of its schedule to the input %s, which it fixes too: do one of the"
                  + " two",
              place, input));
    }
  }

  private void checkType(@Nullable LiteralType type, String input, Variable variable, String does) {
    if (type != null && !CastableTypes.isAssignable(type, variable.getType())) {
      throw new JflyteException(
          String.format(
              "%s %s the input %s, which is %s where workflow %s wants %s: give it one of that type",
              place,
              does,
              input,
              CastableTypes.describe(type),
              spec.getWorkflowId().getName(),
              CastableTypes.describe(variable.getType())));
    }
  }

  private Variable variable(String input, String does) {
    Variable variable = workflow.getInputs().getVariablesMap().get(input);
    if (variable == null) {
      throw new JflyteException(
          String.format(
              "%s %s the input %s, which workflow %s does not take (it takes: %s)",
              place,
              does,
              input,
              spec.getWorkflowId().getName(),
              String.join(", ", new TreeSet<>(workflow.getInputs().getVariablesMap().keySet()))));
    }
    return variable;
  }
}
