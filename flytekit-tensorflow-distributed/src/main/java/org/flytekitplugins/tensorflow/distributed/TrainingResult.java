package org.flytekitplugins.tensorflow.distributed;

import com.google.auto.value.AutoValue;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/** What came out of a training, seen by one replica. */
@AutoValue
public abstract class TrainingResult {
  /** There are no more than this in a {@link #history}: a training may take any number of steps. */
  static final int MOST_OF_HISTORY = 10_000;

  TrainingResult() {}

  /** The replica that saw it. */
  public abstract Replica replica();

  /** How was trained. */
  public abstract Strategy strategy();

  /**
   * The steps of the whole job, those of earlier attempts included. With parameter servers the job
   * may do a few more than asked for: at most one for each other worker, which was under way.
   */
  public abstract long steps();

  /** Whether it has ended well before it had done all steps, as {@link EarlyStopping} asks for. */
  public abstract boolean hasEndedEarly();

  /**
   * The steps that each replica took part in, those of earlier attempts included, as far as this
   * replica knows: with parameter servers, a worker knows its own; the primary all.
   */
  public abstract SortedMap<Replica, Long> stepsPerReplica();

  /**
   * What this replica's listener was told in this attempt, oldest first. Of ten thousand reports
   * and more these are the last one and some of those before, evenly spread.
   */
  public abstract List<TrainingProgress> history();

  /** The score of the trained model on the evaluation data, on the primary; else empty. */
  public abstract Map<String, Double> evaluation();

  /** The folder of the exported model, on the primary; the others write none. */
  public abstract Optional<Path> savedModel();

  /** Where the operations of the step to be traced ran; empty if none was or nobody asked. */
  public abstract Optional<Placement> placement();

  /** The loss at the last step, or NaN if this attempt had no steps to do. */
  public final double loss() {
    return history().isEmpty() ? Double.NaN : history().get(history().size() - 1).loss();
  }

  /** The loss and metrics at the last step; empty if this attempt had no steps to do. */
  public final Map<String, Double> metrics() {
    return history().isEmpty() ? Map.of() : history().get(history().size() - 1).metrics();
  }

  static TrainingResult create(
      Replica replica,
      Strategy strategy,
      long steps,
      boolean hasEndedEarly,
      Map<Replica, Long> stepsPerReplica,
      List<TrainingProgress> history,
      Map<String, Double> evaluation,
      @Nullable Path savedModel,
      @Nullable Placement placement) {
    return new AutoValue_TrainingResult(
        replica,
        strategy,
        steps,
        hasEndedEarly,
        Collections.unmodifiableSortedMap(new TreeMap<>(stepsPerReplica)),
        List.copyOf(history),
        Collections.unmodifiableMap(new LinkedHashMap<>(evaluation)),
        Optional.ofNullable(savedModel),
        Optional.ofNullable(placement));
  }
}
