package org.flytekitplugins.kubeflow;

import com.google.auto.value.AutoValue;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the operator ends a job and cleans up after it. Every field is optional.
 *
 * @see <a
 *     href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/apis/kubeflow.org/v1/common_types.go">RunPolicy</a>
 */
@AutoValue
public abstract class RunPolicy implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final RunPolicy EMPTY = builder().build();

  RunPolicy() {}

  /** Which pods are deleted when the job has ended, or null. */
  public abstract @Nullable CleanPodPolicy cleanPodPolicy();

  /** How long the job object stays after the job has ended, or null for ever. */
  public abstract @Nullable Duration ttlAfterFinished();

  /**
   * How long the job may run, or null. The operator looks at it only when something else happens to
   * the job, so a task's own timeout is the one to rely on.
   */
  public abstract @Nullable Duration activeDeadline();

  /**
   * How many restarts of containers, of all replicas with a restart policy together, fail the job;
   * or null. Flyte's retries are counted elsewhere.
   */
  public abstract @Nullable Integer backoffLimit();

  /** A builder with these values. */
  public abstract Builder toBuilder();

  /** A policy that leaves everything open. */
  public static RunPolicy empty() {
    return EMPTY;
  }

  /** A builder that leaves everything open. */
  public static Builder builder() {
    return new AutoValue_RunPolicy.Builder();
  }

  /** Builds a {@link RunPolicy}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Which pods are deleted when the job has ended, as things stand; or null. */
    public abstract @Nullable CleanPodPolicy cleanPodPolicy();

    /** How long the job object stays after the job has ended, as things stand; or null. */
    public abstract @Nullable Duration ttlAfterFinished();

    /** How long the job may run, as things stand; or null. */
    public abstract @Nullable Duration activeDeadline();

    /** How many restarts of containers fail the job, as things stand; or null. */
    public abstract @Nullable Integer backoffLimit();

    /** Which pods are deleted when the job has ended. */
    public abstract Builder cleanPodPolicy(@Nullable CleanPodPolicy cleanPodPolicy);

    /** How long the job object stays after the job has ended: whole seconds, at least one. */
    public abstract Builder ttlAfterFinished(@Nullable Duration ttlAfterFinished);

    /** How long the job may run: whole seconds, at least one. */
    public abstract Builder activeDeadline(@Nullable Duration activeDeadline);

    /** How many restarts of containers fail the job, from 1 up. */
    public abstract Builder backoffLimit(@Nullable Integer backoffLimit);

    abstract RunPolicy autoBuild();

    /**
     * Builds the policy.
     *
     * @throws InvalidFieldException if a duration is below one second, not whole seconds or more
     *     than 2³¹−1 seconds, or if the backoff limit is below 1
     */
    public RunPolicy build() {
      RunPolicy policy = autoBuild();
      checkSeconds("ttlAfterFinished", policy.ttlAfterFinished());
      checkSeconds("activeDeadline", policy.activeDeadline());
      checkBackoffLimit(policy.backoffLimit());
      return policy;
    }

    private static void checkSeconds(String field, @Nullable Duration duration) {
      if (duration == null) {
        return;
      }
      if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
        throw new InvalidFieldException(
            field,
            duration,
            duration.isNegative()
                ? "a duration cannot be negative"
                : "Flyte takes less than a second for unset",
            "use at least PT1S");
      }
      if (duration.getNano() != 0) {
        throw new InvalidFieldException(
            field, duration, "the job counts in whole seconds", "drop the fraction");
      }
      if (duration.getSeconds() > Integer.MAX_VALUE) {
        throw new InvalidFieldException(
            field,
            duration,
            "the job holds at most " + Integer.MAX_VALUE + " seconds",
            "shorten it, or leave it out for no end");
      }
    }

    private static void checkBackoffLimit(@Nullable Integer backoffLimit) {
      if (backoffLimit == null || backoffLimit >= 1) {
        return;
      }
      throw new InvalidFieldException(
          "backoffLimit",
          backoffLimit,
          backoffLimit == 0 ? "Flyte takes 0 for unset" : "a count cannot be negative",
          "use 1 or more, or leave it out; restartPolicy NEVER means no restarts");
    }
  }
}
