package org.flytekitplugins.jflyte.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.internal.JitteredPauses;
import org.flytekitplugins.spi.StorageException;

/**
 * Tries again, with pauses that double and differ a little, unless a file system has done so
 * itself.
 */
final class Retries {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final int attempts;
  private final JitteredPauses pauses;

  Retries(int attempts, Duration firstPause) {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts is " + attempts + ": must be at least 1");
    }
    this.attempts = attempts;
    this.pauses = new JitteredPauses(firstPause, LONGEST_PAUSE);
  }

  <T> T run(StorageCall<T> attempt) {
    for (int tries = 1; ; tries++) {
      Throwable failure;
      try {
        return attempt.run();
      } catch (JflyteException e) {
        throw e;
      } catch (StorageException e) {
        throw failure("cannot " + attempt.what() + ": " + e.getMessage(), e);
      } catch (IOException | RuntimeException | LinkageError e) {
        failure = e;
      }
      String hopeless = attempt.hopeless();
      if (hopeless != null) {
        throw new UncheckedIOException("cannot " + attempt.what() + ": " + hopeless, io(failure));
      }
      // A class that is missing now will be missing in a second, too.
      if (tries == attempts || failure instanceof LinkageError) {
        throw new UncheckedIOException(
            String.format(
                "cannot %s (tried %s): %s",
                attempt.what(), tries == 1 ? "once" : tries + " times", reason(failure)),
            io(failure));
      }
      try {
        Thread.sleep(pauses.after(tries).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
        interrupted.addSuppressed(failure);
        throw new UncheckedIOException(
            "cannot " + attempt.what() + ": interrupted between two tries", interrupted);
      }
    }
  }

  /** What a file system has failed with for good. */
  static UncheckedIOException failure(String message, StorageException cause) {
    return new UncheckedIOException(message, new IOException(cause.getMessage(), cause));
  }

  private static IOException io(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return unchecked.getCause();
    }
    return failure instanceof IOException io ? io : new IOException(failure);
  }

  private static String reason(Throwable failure) {
    Throwable inner = failure instanceof UncheckedIOException ? io(failure) : failure;
    String name = inner.getClass().getSimpleName();
    return inner.getMessage() == null ? name : name + ": " + inner.getMessage();
  }
}
