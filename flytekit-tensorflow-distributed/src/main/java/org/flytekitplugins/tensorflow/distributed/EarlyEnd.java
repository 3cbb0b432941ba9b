package org.flytekitplugins.tensorflow.distributed;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the training ends before its last step: what {@link EarlyStopping} has counted so far. A
 * function of the numbers of all steps and nothing else, so that replicas that see the same numbers
 * need not ask each other; it goes from replica to replica with the variables.
 */
final class EarlyEnd {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int BYTES = 6 * Long.BYTES;

  private final @Nullable EarlyStopping rule;
  private double sum;
  private long count;
  private double best = Double.NaN;
  private long bestStep;
  private long misses;
  private long lastStep = NEVER;

  EarlyEnd(@Nullable EarlyStopping rule) {
    this.rule = rule;
  }

  /** The step after which the training ends; far away if that is not decided. */
  long lastStep() {
    return lastStep;
  }

  /** Whether it is decided that the training ends. */
  boolean isDecided() {
    return lastStep != NEVER;
  }

  /** Whether the variables of a step are to be kept, as those of the best so far. */
  boolean isToBeKept(long step) {
    return rule != null && rule.restoresBest() && bestStep == step;
  }

  /** Somebody else has decided that the training ends after a step. */
  void decided(long step) {
    lastStep = Math.min(lastStep, step);
  }

  /** Counts a step, and decides. */
  void add(long step, Map<String, Double> measures) {
    if (rule == null || isDecided()) {
      return;
    }
    sum += value(rule, measures);
    count++;
    if (count < rule.window()) {
      return;
    }
    double mean = sum / count;
    sum = 0;
    count = 0;
    if (isBetter(rule, mean)) {
      best = mean;
      bestStep = step;
      misses = 0;
      return;
    }
    misses++;
    if (misses >= rule.patience()) {
      lastStep = step;
    }
  }

  private boolean isBetter(EarlyStopping rule, double mean) {
    if (Double.isNaN(best)) {
      return true;
    }
    return rule.isHigherBetter() ? mean > best + rule.minDelta() : mean < best - rule.minDelta();
  }

  private static double value(EarlyStopping rule, Map<String, Double> measures) {
    Double value = measures.get(rule.metric());
    if (value == null) {
      throw new InvalidFieldException(
          "earlyStopping.metric",
          rule.metric(),
          "the model has " + measures.keySet(),
          "name one of these, or define it with graph.metric");
    }
    return value;
  }

  /** Why it ends, in a sentence without a subject. */
  String reason() {
    if (rule == null || bestStep == 0) {
      return "ends after step " + lastStep + ", as the primary has decided";
    }
    return String.format(
        Locale.ROOT,
        "ends after step %d: %s has not been better by more than %s in %d times %d steps than up to"
            + " step %d (%.6f)",
        lastStep,
        rule.metric(),
        rule.minDelta(),
        rule.patience(),
        rule.window(),
        bestStep,
        best);
  }

  /** Replaces what is counted by what whoever is furthest has, where variables are taken. */
  void share(GradientExchange exchange) {
    if (rule == null) {
      return;
    }
    ByteBuffer bytes = bytes();
    exchange.share(bytes);
    if (exchange.takesState()) {
      take(bytes);
    }
  }

  /** What is counted so far. */
  ByteBuffer bytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putDouble(sum).putLong(count).putDouble(best);
    bytes.putLong(bestStep).putLong(misses).putLong(lastStep).flip();
    return bytes;
  }

  /** Goes on with what somebody else has counted. */
  void take(ByteBuffer bytes) {
    sum = bytes.getDouble();
    count = bytes.getLong();
    best = bytes.getDouble();
    bestStep = bytes.getLong();
    misses = bytes.getLong();
    lastStep = bytes.getLong();
  }
}
