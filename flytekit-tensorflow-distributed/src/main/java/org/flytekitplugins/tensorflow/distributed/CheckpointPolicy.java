package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * When the primary writes a checkpoint, and how many stay. The last step is always written. A
 * failure costs what was trained since the last checkpoint.
 */
@AutoValue
public abstract class CheckpointPolicy {
  CheckpointPolicy() {}

  /** Steps of the job between two checkpoints, or null to go by {@link #interval} alone. */
  public abstract @Nullable Long everySteps();

  /** The longest time between two checkpoints. */
  public abstract Duration interval();

  /** How many of the newest checkpoints are kept. */
  public abstract int keep();

  /** A builder of a checkpoint each minute, of which three are kept. */
  public static Builder builder() {
    return new AutoValue_CheckpointPolicy.Builder().interval(Duration.ofMinutes(1)).keep(3);
  }

  /** Builds a {@link CheckpointPolicy}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** Steps of the job between two checkpoints, at least 1; null for no such rule. */
    public abstract Builder everySteps(@Nullable Long steps);

    /** Steps of the job between two checkpoints, at least 1. */
    public Builder everySteps(long steps) {
      return everySteps(Long.valueOf(steps));
    }

    /** The longest time between two checkpoints; 1 minute unless set. */
    public abstract Builder interval(Duration interval);

    /** How many of the newest checkpoints are kept, at least 1; 3 unless set. */
    public abstract Builder keep(int keep);

    abstract CheckpointPolicy autoBuild();

    /**
     * Builds the policy.
     *
     * @throws InvalidFieldException if a count is below 1 or the interval is not longer than 0
     */
    public CheckpointPolicy build() {
      CheckpointPolicy policy = autoBuild();
      Long everySteps = policy.everySteps();
      if (everySteps != null) {
        NumberRanges.requireAtLeastOne("everySteps", everySteps);
      }
      NumberRanges.requirePositive("interval", policy.interval());
      NumberRanges.requireAtLeastOne("keep", policy.keep());
      return policy;
    }
  }
}
