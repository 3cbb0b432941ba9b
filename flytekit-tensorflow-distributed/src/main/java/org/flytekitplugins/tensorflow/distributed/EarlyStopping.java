package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * When a training ends well before its last step: its loss, or a metric, does not get better any
 * more. Looked at are means over a number of steps, since a single batch says little. The model is
 * that of the last step, unless it is to be that of the {@link #restoresBest best} one.
 *
 * <p>With all-reduce all replicas see the same numbers, and end after the same step; whoever comes
 * back is given what the others have counted, the primary too. With parameter servers the primary
 * decides by its own batches, and whoever trains ends with the step that is under way.
 */
@AutoValue
public abstract class EarlyStopping {
  EarlyStopping() {}

  /** What is looked at: {@code loss}, or the name of a metric. */
  public abstract String metric();

  /** Whether more of it is better. */
  public abstract boolean isHigherBetter();

  /** Over how many steps a mean is taken. */
  public abstract int window();

  /** How many means in a row may be no better than the best before. */
  public abstract int patience();

  /** By how much more than this a mean must be better than the best before. */
  public abstract double minDelta();

  /** Whether the model that is exported has the variables of the best mean, or of the last step. */
  public abstract boolean restoresBest();

  // Tells AutoValue which annotation says that something may be null, for its builder's fields.
  @Override
  public abstract boolean equals(@Nullable Object other);

  @Override
  public abstract int hashCode();

  /** A builder that looks at the loss, 5 times over 100 steps, for any improvement. */
  public static Builder builder() {
    return new AutoValue_EarlyStopping.Builder()
        .metric(ModelGraph.LOSS)
        .higherIsBetter(false)
        .window(100)
        .patience(5)
        .minDelta(0)
        .restoreBest(false);
  }

  /** Builds an {@link EarlyStopping}. */
  @AutoValue.Builder
  public abstract static class Builder {
    Builder() {}

    /** What is looked at: {@code loss}, which it is unless set, or the name of a metric. */
    public abstract Builder metric(String name);

    abstract Builder isHigherBetter(boolean isHigherBetter);

    /** Whether more of it is better, as of an accuracy; not so unless set. */
    public Builder higherIsBetter(boolean isHigherBetter) {
      return isHigherBetter(isHigherBetter);
    }

    /** Over how many steps a mean is taken, at least 1; 100 unless set. */
    public abstract Builder window(int steps);

    /** How many means in a row may be no better than the best before, at least 1; 5 unless set. */
    public abstract Builder patience(int windows);

    /** By how much more than this a mean must be better, 0 or above; 0 unless set. */
    public abstract Builder minDelta(double delta);

    abstract Builder restoresBest(boolean restoresBest);

    /**
     * Whether the model that is scored and exported has the variables of the step that ended the
     * best mean, whether the training ends early or not; not so unless set. Then the primary keeps
     * these variables in the storage each time that a mean is better, and waits for that. Where
     * counting begins anew, because all replicas were lost or a primary of parameter servers was
     * started again, the best is the best since then.
     */
    public Builder restoreBest(boolean restoresBest) {
      return restoresBest(restoresBest);
    }

    abstract EarlyStopping autoBuild();

    /**
     * Builds it.
     *
     * @throws InvalidFieldException if a count is below 1, or the delta no finite number from 0 up
     */
    public EarlyStopping build() {
      EarlyStopping rule = autoBuild();
      NumberRanges.requireAtLeastOne("window", rule.window());
      NumberRanges.requireAtLeastOne("patience", rule.patience());
      if (!(rule.minDelta() >= 0 && rule.minDelta() < Double.POSITIVE_INFINITY)) {
        throw new InvalidFieldException(
            "minDelta",
            rule.minDelta(),
            "it must be a finite number from 0 up",
            "write for example 0.001");
      }
      return rule;
    }
  }
}
