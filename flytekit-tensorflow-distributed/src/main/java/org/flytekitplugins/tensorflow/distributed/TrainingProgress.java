package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the training goes, seen by one replica. */
@AutoValue
public abstract class TrainingProgress {
  TrainingProgress() {}

  /** The step of the whole job, from 1. */
  public abstract long step();

  /**
   * The loss, as {@code loss}, and the metrics: of this replica's batch before this step's update;
   * with all-reduce of all replicas' batches; from an evaluator of the evaluation data.
   */
  public abstract Map<String, Double> metrics();

  /** When it was. */
  public abstract Instant time();

  /** The loss. */
  public final double loss() {
    Double loss = metrics().get(ModelGraph.LOSS);
    if (loss == null) {
      throw new IllegalStateException("metrics are " + metrics() + ", but a loss is always there");
    }
    return loss;
  }

  static TrainingProgress now(long step, Map<String, Double> metrics) {
    return new AutoValue_TrainingProgress(
        step, Collections.unmodifiableMap(new LinkedHashMap<>(metrics)), Instant.now());
  }
}
