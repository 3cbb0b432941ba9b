package org.flytekitplugins.jflyte.registration;

import com.google.protobuf.Message;
import flyteidl.admin.Common.Notification;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.ScheduleOuterClass.FixedRate;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowMetadata.OnFailurePolicy;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.jflyte.idl.DocumentationIdl;
import org.flytekitplugins.jflyte.idl.LaunchPlanIdl;

/** What an entity says of itself beside what it runs, a line each: for people who look it over. */
final class EntityInWords {
  private final List<String> lines = new ArrayList<>();

  private EntityInWords() {}

  /** The lines of a request that creates an entity; none if it says nothing. */
  static List<String> of(Message request) {
    EntityInWords words = new EntityInWords();
    if (request instanceof TaskCreateRequest task) {
      words.documentation(DocumentationIdl.shortDescription(task.getSpec()));
    } else if (request instanceof WorkflowCreateRequest workflow) {
      words.documentation(DocumentationIdl.shortDescription(workflow.getSpec()));
      words.workflow(workflow.getSpec().getTemplate());
    } else if (request instanceof LaunchPlanCreateRequest plan) {
      words.launchPlan(plan.getSpec());
    }
    return List.copyOf(words.lines);
  }

  private void documentation(String shortDescription) {
    if (!shortDescription.isEmpty()) {
      lines.add("documentation: " + shortDescription);
    }
  }

  private void workflow(WorkflowTemplate workflow) {
    if (workflow.getMetadataDefaults().getInterruptible()) {
      lines.add("interruptible: true");
    }
    if (workflow.getMetadata().getOnFailure()
        == OnFailurePolicy.FAIL_AFTER_EXECUTABLE_NODES_COMPLETE) {
      lines.add("fails after: the nodes that do not need the one that has failed");
    }
    if (workflow.hasFailureNode()) {
      Node node = workflow.getFailureNode();
      lines.add(
          "on failure: "
              + (node.hasTaskNode()
                  ? "task " + node.getTaskNode().getReferenceId().getName()
                  : "workflow " + node.getWorkflowNode().getSubWorkflowRef().getName()));
    }
  }

  private void launchPlan(LaunchPlanSpec plan) {
    if (plan.getEntityMetadata().hasSchedule()) {
      lines.add("schedule: " + schedule(plan.getEntityMetadata().getSchedule()));
    }
    plan.getEntityMetadata()
        .getNotificationsList()
        .forEach(notification -> lines.add("notification: " + notification(notification)));
    pairs("labels", plan.getLabels().getValuesMap());
    pairs("annotations", plan.getAnnotations().getValuesMap());
    if (plan.getMaxParallelism() > 0) {
      lines.add("max parallelism: " + plan.getMaxParallelism());
    }
    if (plan.hasInterruptible()) {
      lines.add("interruptible: " + plan.getInterruptible().getValue());
    }
    if (LaunchPlanIdl.isCacheOverwritten(plan)) {
      lines.add("overwrite cache: true");
    }
    text("service account", plan.getSecurityContext().getRunAs().getK8SServiceAccount());
    text("raw output prefix", plan.getRawOutputDataConfig().getOutputLocationPrefix());
  }

  private void pairs(String what, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      lines.add(
          what
              + ": "
              + new TreeMap<>(pairs)
                  .entrySet().stream()
                      .map(pair -> pair.getKey() + "=" + pair.getValue())
                      .collect(Collectors.joining(", ")));
    }
  }

  private void text(String what, String text) {
    if (!text.isEmpty()) {
      lines.add(what + ": " + text);
    }
  }

  private static String schedule(Schedule schedule) {
    String words =
        schedule.hasRate()
            ? "every " + rate(schedule.getRate())
            : schedule.getCronSchedule().getSchedule();
    String offset = schedule.getCronSchedule().getOffset();
    String kickoff = schedule.getKickoffTimeInputArg();
    return words
        + (offset.isEmpty() ? "" : ", offset " + offset)
        + (kickoff.isEmpty() ? "" : ", its time as input " + kickoff);
  }

  private static String rate(FixedRate rate) {
    String unit = rate.getUnit().name().toLowerCase(Locale.ROOT);
    return rate.getValue() == 1
        ? unit
        : Integer.toUnsignedString(rate.getValue()) + " " + unit + "s";
  }

  private static String notification(Notification notification) {
    String phases =
        notification.getPhasesList().stream().map(Enum::name).collect(Collectors.joining(", "));
    return switch (notification.getTypeCase()) {
          case SLACK -> "Slack to " + to(notification.getSlack().getRecipientsEmailList());
          case PAGER_DUTY ->
              "PagerDuty to " + to(notification.getPagerDuty().getRecipientsEmailList());
          case EMAIL, TYPE_NOT_SET ->
              "e-mail to " + to(notification.getEmail().getRecipientsEmailList());
        }
        + " on "
        + phases;
  }

  private static String to(List<String> recipients) {
    return String.join(", ", recipients);
  }
}
