package org.flytekitplugins.kubeflow.operator;

import com.google.auto.value.AutoValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The conditions of a job, by the operator's rules for what follows what: once failed, nothing
 * changes any more; {@code Running} and {@code Restarting} exclude each other; an end makes {@code
 * Running} false.
 *
 * @see <a href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/util/status.go">status.go</a>
 */
@AutoValue
public abstract class JobStatus {
  JobStatus() {}

  /** The conditions, the latest last. */
  public abstract List<JobCondition> conditions();

  /** The status of a job of which one thing is known. */
  public static JobStatus of(JobCondition first) {
    return new AutoValue_JobStatus(List.of(first));
  }

  /** The latest condition that holds. */
  public JobState state() {
    JobState state = JobState.CREATED;
    for (JobCondition condition : conditions()) {
      state = condition.holds() ? condition.state() : state;
    }
    return state;
  }

  /** Whether a condition holds. */
  public boolean is(JobState state) {
    return conditions().stream().anyMatch(c -> c.holds() && c.state() == state);
  }

  /** Whether the job has ended, well or badly. */
  public boolean isFinished() {
    return is(JobState.SUCCEEDED) || is(JobState.FAILED);
  }

  /** This status with a condition added, if the operator lets it in. */
  public JobStatus with(JobCondition added) {
    if (is(JobState.FAILED) || isKnown(added)) {
      return this;
    }
    List<JobCondition> next = new ArrayList<>();
    for (JobCondition condition : conditions()) {
      if (condition.state() != added.state() && !excludes(added.state(), condition.state())) {
        next.add(afterwards(condition, added.state()));
      }
    }
    next.add(added);
    return new AutoValue_JobStatus(List.copyOf(next));
  }

  // The operator compares the reason, not the message.
  private boolean isKnown(JobCondition added) {
    return conditions().stream()
        .anyMatch(
            c ->
                c.state() == added.state()
                    && c.holds() == added.holds()
                    && c.reason().equals(added.reason()));
  }

  private static boolean excludes(JobState added, JobState present) {
    return (added == JobState.RESTARTING && present == JobState.RUNNING)
        || (added == JobState.RUNNING && present == JobState.RESTARTING);
  }

  private static JobCondition afterwards(JobCondition condition, JobState added) {
    boolean ended = added == JobState.SUCCEEDED || added == JobState.FAILED;
    return ended && condition.state() == JobState.RUNNING ? condition.noLonger() : condition;
  }
}
