package org.flytekitplugins.kubeflow.requests;

import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.RunPolicy;

/** How a user asks for a job to end, good or bad, before anything has looked at it. */
public record PolicyRequest(
    CleanPodPolicy cleanPodPolicy, Duration ttl, Duration deadline, Integer backoffLimit) {
  /** Asks for it. */
  public void applyTo(RunPolicy.Builder policy) {
    policy
        .cleanPodPolicy(cleanPodPolicy)
        .ttlAfterFinished(ttl)
        .activeDeadline(deadline)
        .backoffLimit(backoffLimit);
  }

  /** Whether anything is asked for. */
  public boolean isEmpty() {
    return cleanPodPolicy == null && ttl == null && deadline == null && backoffLimit == null;
  }

  /** Every field with something wrong. */
  public Set<String> refusedFields() {
    Set<String> fields = new HashSet<>();
    if (isNoJobsDuration(ttl)) {
      fields.add("runPolicy.ttlAfterFinished");
    }
    if (isNoJobsDuration(deadline)) {
      fields.add("runPolicy.activeDeadline");
    }
    if (Objects.requireNonNullElse(backoffLimit, 1) < 1) {
      fields.add("runPolicy.backoffLimit");
    }
    return fields;
  }

  private static boolean isNoJobsDuration(Duration duration) {
    return duration != null
        && (duration.toNanos() % 1_000_000_000 != 0
            || duration.toSeconds() < 1
            || duration.toSeconds() > Integer.MAX_VALUE);
  }

  /** The policy with the documented defaults, as the field of a message; empty if it is. */
  public String text(boolean severalReplicas, boolean restarts) {
    return text(severalReplicas, restarts, 3);
  }

  /** The same of a job that has another backoff limit by default. */
  public String text(boolean severalReplicas, boolean restarts, int defaultBackoffLimit) {
    String text =
        new PolicyRequest(
                cleanPodPolicy == null && severalReplicas ? CleanPodPolicy.RUNNING : cleanPodPolicy,
                ttl,
                deadline,
                backoffLimit == null && restarts
                    ? Integer.valueOf(defaultBackoffLimit)
                    : backoffLimit)
            .text();
    return text.isEmpty() ? "" : "run_policy { " + text + "}\n";
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    if (cleanPodPolicy != null) {
      text.append("clean_pod_policy: CLEANPOD_POLICY_" + cleanPodPolicy + " ");
    }
    if (ttl != null) {
      text.append("ttl_seconds_after_finished: " + ttl.toSeconds() + " ");
    }
    if (deadline != null) {
      text.append("active_deadline_seconds: " + deadline.toSeconds() + " ");
    }
    if (backoffLimit != null) {
      text.append("backoff_limit: " + backoffLimit + " ");
    }
    return text.toString();
  }
}
