package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.BoolValue;
import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass.FixedRate;
import flyteidl.admin.ScheduleOuterClass.FixedRateUnit;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import flyteidl.core.Execution.WorkflowExecution;
import flyteidl.core.Security;
import java.time.Duration;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.Notification;

/**
 * What launch plans say that flytekit-java has no place for.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/launch_plan.proto">launch_plan.proto</a>
 */
final class LaunchPlanSettingsIdl {
  private static final long MINUTES_OF_AN_HOUR = 60;
  private static final long MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;

  private LaunchPlanSettingsIdl() {}

  /**
   * Adds settings to a launch plan.
   *
   * @throws JflyteException if it has said of them already what they say
   */
  static void addTo(LaunchPlanSpec.Builder spec, LaunchPlanSettings settings) {
    addSchedule(spec, settings);
    for (Notification notification : settings.notifications()) {
      spec.getEntityMetadataBuilder().addNotifications(toIdl(notification));
    }
    if (!settings.labels().isEmpty()) {
      spec.getLabelsBuilder().putAllValues(new TreeMap<>(settings.labels()));
    }
    if (!settings.annotations().isEmpty()) {
      spec.getAnnotationsBuilder().putAllValues(new TreeMap<>(settings.annotations()));
    }
    addMaxParallelism(spec, settings);
    Boolean interruptible = settings.interruptible();
    if (interruptible != null) {
      spec.setInterruptible(BoolValue.of(interruptible));
    }
    String serviceAccount = settings.serviceAccount();
    if (serviceAccount != null) {
      spec.setSecurityContext(
          Security.SecurityContext.newBuilder()
              .setRunAs(Security.Identity.newBuilder().setK8SServiceAccount(serviceAccount)));
    }
    String rawOutputPrefix = settings.rawOutputPrefix();
    if (rawOutputPrefix != null) {
      spec.getRawOutputDataConfigBuilder().setOutputLocationPrefix(rawOutputPrefix);
    }
    if (settings.isCacheOverwritten()) {
      spec.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .addField(FlyteidlField.LAUNCH_PLAN_SPEC_OVERWRITE_CACHE, NewerField.of(true))
              .build());
    }
  }

  static boolean isCacheOverwritten(LaunchPlanSpec spec) {
    return spec.getUnknownFields()
        .getField(FlyteidlField.LAUNCH_PLAN_SPEC_OVERWRITE_CACHE)
        .getVarintList()
        .contains(1L);
  }

  private static void addSchedule(LaunchPlanSpec.Builder spec, LaunchPlanSettings settings) {
    Duration rate = settings.fixedRate();
    boolean hasCron = spec.getEntityMetadata().getSchedule().hasCronSchedule();
    if (rate != null && hasCron) {
      throw new JflyteException(
          "the fixed rate is "
              + rate
              + ", but it has the cron schedule \""
              + spec.getEntityMetadata().getSchedule().getCronSchedule().getSchedule()
              + "\" too; keep one of them, or make two launch plans");
    }
    if (rate != null) {
      spec.getEntityMetadataBuilder()
          .setSchedule(Schedule.newBuilder().setRate(toIdl(rate.toMinutes())));
    }
    String kickoff = settings.kickoffTimeInput();
    if (kickoff != null) {
      if (rate == null && !hasCron) {
        throw new JflyteException(
            "the kickoff time input is \""
                + kickoff
                + "\", but there is no schedule that would give it; add a fixed rate or a cron"
                + " schedule, or leave it out");
      }
      spec.getEntityMetadataBuilder().getScheduleBuilder().setKickoffTimeInputArg(kickoff);
    }
  }

  private static void addMaxParallelism(LaunchPlanSpec.Builder spec, LaunchPlanSettings settings) {
    Integer maxParallelism = settings.maxParallelism();
    if (maxParallelism == null) {
      return;
    }
    if (spec.getMaxParallelism() != 0 && spec.getMaxParallelism() != maxParallelism) {
      throw new JflyteException(
          "the max parallelism is "
              + maxParallelism
              + ", but the launch plan itself says "
              + spec.getMaxParallelism()
              + "; keep one of them");
    }
    spec.setMaxParallelism(maxParallelism);
  }

  private static FixedRate toIdl(long minutes) {
    if (minutes % MINUTES_OF_A_DAY == 0) {
      return rate(minutes / MINUTES_OF_A_DAY, FixedRateUnit.DAY);
    }
    return minutes % MINUTES_OF_AN_HOUR == 0
        ? rate(minutes / MINUTES_OF_AN_HOUR, FixedRateUnit.HOUR)
        : rate(minutes, FixedRateUnit.MINUTE);
  }

  private static FixedRate rate(long value, FixedRateUnit unit) {
    return FixedRate.newBuilder().setValue((int) value).setUnit(unit).build();
  }

  private static Common.Notification toIdl(Notification notification) {
    Common.Notification.Builder builder = Common.Notification.newBuilder();
    switch (notification.kind()) {
      case EMAIL -> builder.getEmailBuilder().addAllRecipientsEmail(notification.recipients());
      case SLACK -> builder.getSlackBuilder().addAllRecipientsEmail(notification.recipients());
      case PAGER_DUTY ->
          builder.getPagerDutyBuilder().addAllRecipientsEmail(notification.recipients());
    }
    for (Notification.Phase phase : notification.phases()) {
      builder.addPhases(
          switch (phase) {
            case SUCCEEDED -> WorkflowExecution.Phase.SUCCEEDED;
            case FAILED -> WorkflowExecution.Phase.FAILED;
            case ABORTED -> WorkflowExecution.Phase.ABORTED;
            case TIMED_OUT -> WorkflowExecution.Phase.TIMED_OUT;
          });
    }
    return builder.build();
  }
}
