package org.flytekitplugins.examples.digits;

/**
 * How to train: {@link #DEFAULTS}, changed where needed.
 *
 * @param steps the number of weight updates of the whole job, 1 to 1,000,000
 * @param learningRate how far an update goes, above 0 and finite
 * @param seed what the first weights and the order of the rows are drawn from; without parameter
 *     servers equal seeds give equal models too
 */
public record TrainingOptions(int steps, float learningRate, long seed) {

  /** 2,000 steps, learning rate 0.05, seed 1. */
  public static final TrainingOptions DEFAULTS = new TrainingOptions(2000, 0.05f, 1);

  private static final int MAX_STEPS = 1_000_000;

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
    // Written so that NaN is refused too.
    if (!(learningRate > 0 && learningRate < Float.POSITIVE_INFINITY)) {
      throw refused(
          "learning rate",
          learningRate,
          "the weights move only with a finite one above 0",
          "0.001 to 1");
    }
  }

  /** Returns these options with another number of steps. */
  public TrainingOptions withSteps(int steps) {
    return new TrainingOptions(steps, learningRate, seed);
  }

  /** Returns these options with another learning rate. */
  public TrainingOptions withLearningRate(float learningRate) {
    return new TrainingOptions(steps, learningRate, seed);
  }

  /** Returns these options with another seed. */
  public TrainingOptions withSeed(long seed) {
    return new TrainingOptions(steps, learningRate, seed);
  }

  private static IllegalArgumentException refused(
      String field, Number value, String reason, String range) {
    return new IllegalArgumentException(
        field + " is " + value + ", but " + reason + ": ask for " + range);
  }
}
