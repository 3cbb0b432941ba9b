package org.flytekitplugins.tensorflow.distributed;

import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * What only replicas of the job know, by which they tell each other from whoever else connects with
 * {@link Exchange#DIRECT}. It is never sent, nor printed, and does not encrypt anything.
 */
public final class ExchangeSecret {
  /** The environment variable that has it unless the training says otherwise. */
  public static final String VARIABLE = "FLYTEKIT_EXCHANGE_SECRET";

  private final String text;

  private ExchangeSecret(String text) {
    this.text = text;
  }

  /**
   * A secret, for example one of Flyte's.
   *
   * @throws InvalidFieldException if it is empty
   */
  public static ExchangeSecret of(String text) {
    if (text.isEmpty()) {
      throw new InvalidFieldException(
          "exchangeSecret", "", "anybody can guess it", "use 32 random characters, or none");
    }
    return new ExchangeSecret(text);
  }

  static @Nullable ExchangeSecret of(Map<String, String> environment) {
    String text = environment.getOrDefault(VARIABLE, "");
    return text.isEmpty() ? null : of(text);
  }

  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "a secret";
  }
}
