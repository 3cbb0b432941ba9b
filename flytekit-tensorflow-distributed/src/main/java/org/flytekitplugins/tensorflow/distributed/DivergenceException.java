package org.flytekitplugins.tensorflow.distributed;

/** The loss of a training is no number, or above its bound: trying again would not help. */
public final class DivergenceException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final long step;
  private final double loss;

  DivergenceException(String message, long step, double loss) {
    super(message);
    this.step = step;
    this.loss = loss;
  }

  /** The step of the job at which it was seen. */
  public long step() {
    return step;
  }

  /** The loss of that step. */
  public double loss() {
    return loss;
  }
}
