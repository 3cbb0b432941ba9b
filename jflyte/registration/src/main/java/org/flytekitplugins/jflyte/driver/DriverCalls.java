package org.flytekitplugins.jflyte.driver;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;

/**
 * Calls of a driver, each made again a few times unless it is refused: all can be, and another
 * attempt of the driver, which is a new pod, is dearer. What a client tries again itself is less,
 * because Flyte 2 says of its own faults, like a database that is away, what it says of requests
 * that it cannot answer.
 */
final class DriverCalls {
  private final int tries;
  private final JitteredPauses pauses;

  /** Five tries, about ten seconds in all: longer than a token that could not be got is kept. */
  DriverCalls() {
    this(5, new JitteredPauses(Duration.ofSeconds(1), Duration.ofSeconds(8)));
  }

  /**
   * @param tries 1 or more
   * @param pauses between them
   */
  DriverCalls(int tries, JitteredPauses pauses) {
    this.tries = tries;
    this.pauses = pauses;
  }

  /**
   * The answer.
   *
   * @param problem what did not come about if there is none, to begin a sentence with
   * @param call makes it, each time anew
   * @throws org.flytekitplugins.jflyte.JflyteException if it is refused
   * @throws org.flytekitplugins.jflyte.execution.failure.LaunchException if it fails otherwise
   */
  <T> T answer(String problem, Supplier<CompletableFuture<T>> call) {
    return answer(problem, call, tries);
  }

  /** The same of a call that is not made again. */
  <T> T once(String problem, Supplier<CompletableFuture<T>> call) {
    return answer(problem, call, 1);
  }

  private <T> T answer(String problem, Supplier<CompletableFuture<T>> call, int most) {
    for (int tried = 1; ; tried++) {
      try {
        return call.get().join();
      } catch (CompletionException e) {
        RuntimeException failure =
            FinalFailures.ofCall(problem, e.getCause() == null ? e : e.getCause());
        if (FinalFailures.isFinal(failure) || tried == most || !pause(tried)) {
          throw failure;
        }
      }
    }
  }

  /** False for whoever is not to wait any more. */
  private boolean pause(int tried) {
    try {
      Thread.sleep(pauses.after(tried).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
