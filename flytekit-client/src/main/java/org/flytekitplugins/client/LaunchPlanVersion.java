package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import java.util.Locale;

/** A version of a launch plan, as it is registered. */
@AutoValue
public abstract class LaunchPlanVersion {
  LaunchPlanVersion() {}

  static LaunchPlanVersion of(LaunchPlan plan) {
    Schedule schedule = plan.getSpec().getEntityMetadata().getSchedule();
    return new AutoValue_LaunchPlanVersion(
        plan.getId().getName(),
        plan.getId().getVersion(),
        plan.getSpec().getWorkflowId().getName(),
        plan.getClosure().getState() == LaunchPlanState.ACTIVE,
        text(schedule));
  }

  @SuppressWarnings("deprecation") // others may have registered it so
  private static String text(Schedule schedule) {
    switch (schedule.getScheduleExpressionCase()) {
      case CRON_SCHEDULE:
        return schedule.getCronSchedule().getSchedule();
      case CRON_EXPRESSION:
        return schedule.getCronExpression();
      case RATE:
        return "every "
            + schedule.getRate().getValue()
            + " "
            + schedule.getRate().getUnit().name().toLowerCase(Locale.ROOT)
            + (schedule.getRate().getValue() == 1 ? "" : "s");
      default:
        return "";
    }
  }

  /** The launch plan's name. */
  public abstract String name();

  /** The version. */
  public abstract String version();

  /** The name of the workflow that it starts. */
  public abstract String workflow();

  /** Whether its schedule runs: at most one version of a launch plan is active. */
  public abstract boolean isActive();

  /** When it starts by itself if it is active, in Flyte's form; empty if it never does. */
  public abstract String schedule();
}
