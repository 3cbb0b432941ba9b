package org.flytekitplugins.jflyte.idl;

import flyteidl.core.Literals;
import org.flyte.api.v1.RetryStrategy;
import org.flytekitplugins.jflyte.JflyteException;

/** How often Flyte tries again. */
final class RetryStrategyIdl {
  private RetryStrategyIdl() {}

  /**
   * The message of a retry strategy.
   *
   * @param owner whose retries these are, for the message of the exception
   */
  static Literals.RetryStrategy toIdl(RetryStrategy strategy, String owner) {
    if (strategy.retries() < 0) {
      throw new JflyteException(
          "the retries of " + owner + " are " + strategy.retries() + "; use 0 or more");
    }
    return Literals.RetryStrategy.newBuilder().setRetries(strategy.retries()).build();
  }
}
