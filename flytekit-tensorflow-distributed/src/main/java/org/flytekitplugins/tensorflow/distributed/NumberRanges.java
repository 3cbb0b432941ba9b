package org.flytekitplugins.tensorflow.distributed;

import java.time.Duration;
import org.flytekitplugins.kubeflow.InvalidFieldException;

/** The ranges that numbers of this API must be in. */
final class NumberRanges {
  private NumberRanges() {}

  static void requirePositive(String field, float value) {
    // Written so that NaN is refused too.
    if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
      throw new InvalidFieldException(
          field, value, "it must be a number above 0", "write for example 0.01");
    }
  }

  static void requireFraction(String field, float value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidFieldException(
          field, value, "it must be at least 0 and below 1", "write for example 0.9");
    }
  }

  static void requireAtLeastOne(String field, long value) {
    if (value < 1) {
      throw new InvalidFieldException(field, value, "it is a count", "ask for 1 or more");
    }
  }

  static void requirePositive(String field, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidFieldException(
          field, value, "it must be longer than 0", "write for example Duration.ofMinutes(5)");
    }
  }
}
