package org.flytekitplugins.jflyte.registration;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.flytekitplugins.kubeflow.internal.SentenceException;

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

  /** What a future gives; what it fails with is thrown, bare if it is a sentence for the user. */
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw cause(e) instanceof SentenceException sentence ? sentence : e;
    }
  }

  /** The sentence for the user; of a fault of our own, what a report of it needs. */
  static String sentence(Throwable cause) {
    return cause instanceof SentenceException
        ? String.valueOf(cause.getMessage())
        : "a fault of jflyte itself: " + cause;
  }
}
