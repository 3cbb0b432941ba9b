package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import flyteidl.core.Interface.Parameter;
import flyteidl.core.Interface.ParameterMap;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.Variable;
import flyteidl.core.Literals.Literal;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Types.LiteralType;
import flyteidl.core.Types.SimpleType;
import io.grpc.Status;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What flyteadmin asks of a launch plan, and what it makes of it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/launch_plan_validator.go">flyteadmin's
 *     launch plan validator</a>
 */
final class LaunchPlanRules {
  private LaunchPlanRules() {}

  /** The spec as it is kept: its default inputs name every input of the workflow that is free. */
  static LaunchPlanSpec complete(LaunchPlanCreateRequest request, TypedInterface workflow) {
    LaunchPlanSpec spec = request.getSpec();
    MetadataRules.requireLabels(spec.getLabels().getValuesMap());
    requireLiterals("fixed_inputs", spec.getFixedInputs());
    spec.getDefaultInputs().getParametersMap().forEach(LaunchPlanRules::requireParameter);
    ParameterMap expected = expectedInputs(spec, workflow.getInputs().getVariablesMap());
    requireSchedule(spec.getEntityMetadata().getSchedule(), expected);
    MetadataRules.requireNotifications(spec.getEntityMetadata().getNotificationsList());
    return spec.toBuilder().setDefaultInputs(expected).build();
  }

  /** Refuses values without a name or a value. */
  static void requireLiterals(String field, LiteralMap literals) {
    literals
        .getLiteralsMap()
        .forEach(
            (name, literal) -> {
              if (name.isEmpty()) {
                throw Refusals.invalidArgument("missing key in " + field);
              }
              if (literal.getValueCase() == Literal.ValueCase.VALUE_NOT_SET) {
                throw Refusals.invalidArgument("missing valid literal in " + field + " " + name);
              }
            });
  }

  private static void requireParameter(String name, Parameter parameter) {
    if (name.isEmpty()) {
      throw Refusals.invalidArgument("missing key in default_inputs");
    }
    if (!parameter.hasVar() || !parameter.getVar().hasType()) {
      throw Refusals.invalidArgument(
          "The Variable component of the Parameter "
              + name
              + " in default_inputs either is missing, or has a missing Type");
    }
    if (!parameter.hasDefault() && !parameter.getRequired()) {
      throw Refusals.invalidArgument(
          "Invalid variable "
              + name
              + " in default_inputs - variable has neither default, nor is required. "
              + "One must be specified");
    }
    LiteralType type = parameter.getVar().getType();
    if (parameter.hasDefault()
        && !LiteralTypes.castable(LiteralTypes.of(parameter.getDefault()), type)) {
      throw Refusals.invalidArgument(
          "Type mismatch for Parameter "
              + name
              + " in default_inputs has type "
              + Refusals.oneLine(type)
              + ", expected "
              + Refusals.oneLine(LiteralTypes.of(parameter.getDefault())));
    }
  }

  private static ParameterMap expectedInputs(LaunchPlanSpec spec, Map<String, Variable> inputs) {
    Map<String, Parameter> defaults = spec.getDefaultInputs().getParametersMap();
    Map<String, Literal> fixed = spec.getFixedInputs().getLiteralsMap();
    if (inputs.isEmpty()) {
      requireNone("default", defaults.size());
      requireNone("fixed", fixed.size());
      return ParameterMap.getDefaultInstance();
    }
    defaults.forEach(
        (name, parameter) ->
            requireInput("default", inputs.get(name), name, parameter.getVar().getType()));
    fixed.forEach(
        (name, literal) -> requireInput("fixed", inputs.get(name), name, LiteralTypes.of(literal)));
    ParameterMap.Builder expected = ParameterMap.newBuilder();
    new TreeMap<>(inputs)
        .forEach(
            (name, variable) -> {
              if (defaults.containsKey(name)) {
                expected.putParameters(name, defaults.get(name));
              } else if (!fixed.containsKey(name)) {
                expected.putParameters(
                    name,
                    Parameter.newBuilder()
                        .setVar(
                            Variable.newBuilder()
                                .setType(variable.getType())
                                .setDescription(variable.getDescription()))
                        .setRequired(true)
                        .build());
              }
            });
    return expected.build();
  }

  private static void requireNone(String kind, int found) {
    if (found > 0) {
      throw Refusals.invalidArgument(
          "invalid launch plan " + kind + " inputs, expected none but found " + found);
    }
  }

  private static void requireInput(
      String kind, @Nullable Variable input, String name, LiteralType is) {
    if (input == null) {
      throw Refusals.invalidArgument("unexpected " + kind + "_input " + name);
    }
    if (!LiteralTypes.castable(is, input.getType())) {
      throw Refusals.invalidArgument(
          "invalid "
              + kind
              + "_input wrong type "
              + name
              + ", expected "
              + Refusals.oneLine(input.getType())
              + ", got "
              + Refusals.oneLine(is)
              + " instead");
    }
  }

  /** Refuses to activate what only older flyteadmins could. */
  static void requireSchedulable(LaunchPlanSpec spec) {
    Schedule schedule = spec.getEntityMetadata().getSchedule();
    if (spec.getEntityMetadata().hasSchedule()
        && !schedule.hasRate()
        && !schedule.hasCronSchedule()) {
      throw Status.INTERNAL
          .withDescription(
              "failed adding schedule for unknown schedule expression type "
                  + schedule.getScheduleExpressionCase())
          .asRuntimeException();
    }
  }

  @SuppressWarnings("deprecation") // it is taken, and refused when it is to be activated
  private static void requireSchedule(Schedule schedule, ParameterMap expected) {
    if (schedule.hasCronSchedule()) {
      try {
        CronSchedules.parse(schedule.getCronSchedule().getSchedule());
      } catch (IllegalArgumentException e) {
        throw Refusals.invalidArgument(
            "invalid cron schedule ["
                + schedule.getCronSchedule().getSchedule()
                + "]: "
                + e.getMessage());
      }
    } else if (schedule.getCronExpression().isEmpty() && !schedule.hasRate()) {
      return;
    }
    String kickoff = schedule.getKickoffTimeInputArg();
    expected
        .getParametersMap()
        .forEach(
            (name, parameter) -> {
              if (parameter.getRequired() && !name.equals(kickoff)) {
                throw Refusals.invalidArgument(
                    "Cannot create a launch plan with a schedule if there is an unbound required"
                        + " input. ["
                        + name
                        + "] is required");
              }
            });
    if (!kickoff.isEmpty()) {
      Parameter parameter = expected.getParametersMap().get(kickoff);
      if (parameter == null) {
        throw Refusals.invalidArgument(
            "Cannot create a schedule with a KickoffTimeInputArg that does not point to a free"
                + " input. ["
                + kickoff
                + "] is not free or does not exist.");
      }
      if (parameter.getVar().getType().getSimple() != SimpleType.DATETIME) {
        throw Refusals.invalidArgument(
            "KickoffTimeInputArg must reference a datetime input. ["
                + kickoff
                + "] is a ["
                + Refusals.oneLine(parameter.getVar().getType())
                + "]");
      }
    }
  }
}
