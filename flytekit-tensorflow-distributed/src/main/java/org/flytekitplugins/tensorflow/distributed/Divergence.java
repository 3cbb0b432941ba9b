package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * When a training has gone wrong for good: its loss is no number, or above a bound. It then fails
 * with a {@link DivergenceException}, which no retry follows. Looked at in every step.
 *
 * <p>With all-reduce the loss is that of all replicas, so they all fail at the same step. With
 * parameter servers each replica sees the loss of its own batches; whoever sees it first fails, and
 * a launcher hands that to the primary, which ends the attempt for all.
 */
@AutoValue
public abstract class Divergence {
  Divergence() {}

  /** The largest loss that is borne, or null for any that is a number. */
  public abstract @Nullable Double bound();

  /** A loss that is no number, or infinite. */
  public static Divergence notFinite() {
    return new AutoValue_Divergence(null);
  }

  /**
   * A loss that is no number, or above a bound.
   *
   * @throws InvalidFieldException if the bound is no finite number
   */
  public static Divergence above(double bound) {
    if (!Double.isFinite(bound)) {
      throw new InvalidFieldException(
          "bound", bound, "it must be a finite number", "write for example 1000");
    }
    return new AutoValue_Divergence(bound);
  }

  /**
   * Looks at the loss of a step.
   *
   * @param whose whose loss it is, for the sentence
   */
  void check(double loss, long step, String whose) {
    Double bound = bound();
    if (!Double.isFinite(loss)) {
      throw new DivergenceException(
          "loss is "
              + loss
              + " at step "
              + step
              + " of "
              + whose
              + ", so the training does not converge: lower the learning rate",
          step,
          loss);
    }
    if (bound != null && loss > bound) {
      throw new DivergenceException(
          "loss is "
              + loss
              + " at step "
              + step
              + " of "
              + whose
              + ", above the bound of "
              + bound
              + ", so the training does not converge: lower the learning rate, or raise the bound",
          step,
          loss);
    }
  }
}
