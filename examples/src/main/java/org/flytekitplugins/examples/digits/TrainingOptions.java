package org.flytekitplugins.examples.digits;

/**
 * How to train: {@link #DEFAULTS}, changed where needed.
 *
 * @param steps the number of weight updates, 1 to 1,000,000
 * @param batchSize the rows each update learns from, 1 to 10,000
 * @param learningRate how far an update goes, above 0 and finite
 * @param momentum how much of the previous update is kept, from 0 (plain gradient descent) to below
 *     1
 * @param seed what the first weights and the order of the rows are drawn from: equal seeds give
 *     equal weights
 */
public record TrainingOptions(
    int steps, int batchSize, float learningRate, float momentum, long seed) {

  /** 2,000 steps of 32 rows, learning rate 0.05, momentum 0.9, seed 1. */
  public static final TrainingOptions DEFAULTS = new TrainingOptions(2000, 32, 0.05f, 0.9f, 1);

  private static final int MAX_STEPS = 1_000_000;
  private static final int MAX_BATCH_SIZE = 10_000;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if one is out of its range; the message says which and what to
   *     ask for
   */
  public TrainingOptions {
    if (steps < 1) {
      throw refused("steps", steps, "at least one step is needed", "1 to " + MAX_STEPS);
    }
    if (steps > MAX_STEPS) {
      throw refused("steps", steps, "a training this small ends sooner", "1 to " + MAX_STEPS);
    }
    if (batchSize < 1 || batchSize > MAX_BATCH_SIZE) {
      throw refused(
          "batch size",
          batchSize,
          "a step learns from at least one row and holds them all in memory",
          "1 to " + MAX_BATCH_SIZE);
    }
    // Written so that NaN is refused too.
    if (!(learningRate > 0 && learningRate < Float.POSITIVE_INFINITY)) {
      throw refused(
          "learning rate",
          learningRate,
          "the weights move only with a finite one above 0",
          "0.001 to 1");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw refused(
          "momentum", momentum, "it is the share of the last update to keep", "0 to 0.99");
    }
  }

  /** Returns these options with another number of steps. */
  public TrainingOptions withSteps(int steps) {
    return new TrainingOptions(steps, batchSize, learningRate, momentum, seed);
  }

  /** Returns these options with another batch size. */
  public TrainingOptions withBatchSize(int batchSize) {
    return new TrainingOptions(steps, batchSize, learningRate, momentum, seed);
  }

  /** Returns these options with another learning rate. */
  public TrainingOptions withLearningRate(float learningRate) {
    return new TrainingOptions(steps, batchSize, learningRate, momentum, seed);
  }

  /** Returns these options with another momentum. */
  public TrainingOptions withMomentum(float momentum) {
    return new TrainingOptions(steps, batchSize, learningRate, momentum, seed);
  }

  /** Returns these options with another seed. */
  public TrainingOptions withSeed(long seed) {
    return new TrainingOptions(steps, batchSize, learningRate, momentum, seed);
  }

  private static IllegalArgumentException refused(
      String field, Number value, String reason, String range) {
    return new IllegalArgumentException(
        field + " is " + value + ", but " + reason + ": ask for " + range);
  }
}
