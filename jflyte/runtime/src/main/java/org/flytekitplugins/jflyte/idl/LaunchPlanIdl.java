package org.flytekitplugins.jflyte.idl;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanMetadata;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass;
import flyteidl.core.Interface;
import java.util.Map;
import org.flyte.api.v1.CronSchedule;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Parameter;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.jspecify.annotations.Nullable;

/**
 * Launch plans.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/launch_plan.proto">launch_plan.proto</a>
 */
public final class LaunchPlanIdl {
  private LaunchPlanIdl() {}

  /**
   * What flyteadmin wants to have to create a launch plan whose reference is complete.
   *
   * @throws JflyteException as {@link #toIdl(LaunchPlan, PartialWorkflowIdentifier,
   *     LaunchPlanSettings)} does
   */
  public static LaunchPlanSpec toIdl(LaunchPlan launchPlan) {
    return toIdl(launchPlan, launchPlan.workflowId(), null);
  }

  /**
   * What flyteadmin wants to have to create a launch plan.
   *
   * @param workflow the complete reference to its workflow; a copy of a launch plan with another
   *     reference would lose what a newer flytekit-api has added
   * @param settings what flytekit-java's model cannot carry, or null
   * @throws JflyteException if the reference to the workflow is incomplete, an input cannot be
   *     carried, or what the settings say was said before; says of which launch plan
   */
  public static LaunchPlanSpec toIdl(
      LaunchPlan launchPlan,
      PartialWorkflowIdentifier workflow,
      @Nullable LaunchPlanSettings settings) {
    try {
      LaunchPlanSpec.Builder builder =
          LaunchPlanSpec.newBuilder()
              .setWorkflowId(IdentifierIdl.toIdl(workflow))
              .setFixedInputs(LiteralIdl.toIdl(launchPlan.fixedInputs()))
              .setDefaultInputs(toIdl(launchPlan.defaultInputs()));
      CronSchedule schedule = launchPlan.cronSchedule();
      if (schedule != null) {
        builder.setEntityMetadata(LaunchPlanMetadata.newBuilder().setSchedule(toIdl(schedule)));
      }
      Integer maxParallelism = NewerModel.maxParallelism(launchPlan);
      if (maxParallelism != null) {
        builder.setMaxParallelism(maxParallelism);
      }
      if (settings != null) {
        LaunchPlanSettingsIdl.addTo(builder, settings);
      }
      return builder.build();
    } catch (JflyteException e) {
      throw new JflyteException("launch plan \"" + launchPlan.name() + "\": " + e.getMessage(), e);
    }
  }

  /** Whether executions of a launch plan compute again what is cached. */
  public static boolean isCacheOverwritten(LaunchPlanSpec spec) {
    return LaunchPlanSettingsIdl.isCacheOverwritten(spec);
  }

  private static Interface.ParameterMap toIdl(Map<String, Parameter> parameters) {
    Interface.ParameterMap.Builder builder = Interface.ParameterMap.newBuilder();
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      builder.putParameters(entry.getKey(), toIdl(entry.getValue()));
    }
    return builder.build();
  }

  private static Interface.Parameter toIdl(Parameter parameter) {
    Interface.Parameter.Builder builder =
        Interface.Parameter.newBuilder().setVar(InterfaceIdl.toIdl(parameter.var()));
    Literal defaultValue = parameter.defaultValue();
    // flyteadmin refuses a parameter that has neither a default nor is required.
    return defaultValue == null
        ? builder.setRequired(true).build()
        : builder.setDefault(LiteralIdl.toIdl(defaultValue)).build();
  }

  private static ScheduleOuterClass.Schedule toIdl(CronSchedule schedule) {
    ScheduleOuterClass.CronSchedule.Builder builder =
        ScheduleOuterClass.CronSchedule.newBuilder().setSchedule(expression(schedule.schedule()));
    String offset = schedule.offset();
    if (offset != null) {
      builder.setOffset(offset);
    }
    return ScheduleOuterClass.Schedule.newBuilder().setCronSchedule(builder).build();
  }

  /**
   * A schedule as flyteadmin reads it. flytekit-java's {@code SdkCronSchedule.daily()} and siblings
   * are bare words, which flyteadmin has refused since November 2024.
   */
  private static String expression(String schedule) {
    return switch (schedule) {
      case "hourly", "hours" -> "@hourly";
      case "daily", "days" -> "@daily";
      case "weekly", "weeks" -> "@weekly";
      case "monthly", "months" -> "@monthly";
      case "yearly", "years" -> "@yearly";
      case "annually" -> "@annually";
      default -> schedule;
    };
  }
}
