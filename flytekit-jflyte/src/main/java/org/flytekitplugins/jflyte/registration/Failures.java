package org.flytekitplugins.jflyte.registration;

import java.util.concurrent.CompletionException;
import org.flytekitplugins.jflyte.JflyteException;

/** What a future failed with. */
final class Failures {
  private Failures() {}

  static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The sentence for the user; of a fault of our own, what a report of it needs. */
  static String sentence(Throwable cause) {
    return cause instanceof JflyteException
        ? String.valueOf(cause.getMessage())
        : "a fault of jflyte itself: " + cause;
  }
}
