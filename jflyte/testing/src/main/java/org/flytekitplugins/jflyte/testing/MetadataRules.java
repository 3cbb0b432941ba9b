package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.Common.Notification;
import flyteidl.core.Execution.WorkflowExecution;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What flyteadmin asks of labels and notifications.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/notifications_validator.go">flyteadmin's
 *     notifications validator</a>
 */
final class MetadataRules {
  private static final Pattern LABEL_NAME =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_PREFIX =
      Pattern.compile(
          "(?=.{1,253}/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*/");
  private static final Set<WorkflowExecution.Phase> TERMINAL =
      Set.of(
          WorkflowExecution.Phase.SUCCEEDED,
          WorkflowExecution.Phase.FAILED,
          WorkflowExecution.Phase.ABORTED,
          WorkflowExecution.Phase.TIMED_OUT);

  private MetadataRules() {}

  static void requireLabels(Map<String, String> labels) {
    labels.forEach(
        (key, value) -> {
          if (!isLabelKey(key)) {
            throw Refusals.invalidArgument(
                "invalid label key ["
                    + key
                    + "]: [name part must consist of alphanumeric characters, '-', '_' or '.', and"
                    + " must start and end with an alphanumeric character]");
          }
          if (!value.isEmpty() && !LABEL_NAME.matcher(value).matches()) {
            throw Refusals.invalidArgument(
                "invalid label value ["
                    + value
                    + "]: [a valid label must be an empty string or consist of alphanumeric"
                    + " characters, '-', '_' or '.', and must start and end with an alphanumeric"
                    + " character]");
          }
        });
  }

  private static boolean isLabelKey(String key) {
    int slash = key.indexOf('/');
    return (slash < 0 || LABEL_PREFIX.matcher(key.substring(0, slash + 1)).matches())
        && LABEL_NAME.matcher(key.substring(slash + 1)).matches();
  }

  static void requireNotifications(List<Notification> notifications) {
    for (Notification notification : notifications) {
      switch (notification.getTypeCase()) {
        case EMAIL -> requireRecipients(notification.getEmail().getRecipientsEmailList());
        case SLACK -> requireRecipients(notification.getSlack().getRecipientsEmailList());
        case PAGER_DUTY -> requireRecipients(notification.getPagerDuty().getRecipientsEmailList());
        case TYPE_NOT_SET -> throw Refusals.invalidArgument("invalid value for notification type");
      }
      if (notification.getPhasesCount() == 0
          || !TERMINAL.containsAll(notification.getPhasesList())) {
        throw Refusals.invalidArgument("invalid value for phase");
      }
    }
  }

  private static void requireRecipients(List<String> recipients) {
    if (recipients.isEmpty()) {
      throw Refusals.missing("recipients");
    }
    if (recipients.contains("")) {
      throw Refusals.missing("recipient");
    }
  }
}
