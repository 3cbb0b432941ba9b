package org.flytekitplugins.localcluster.internal;

/**
 * A wait that goes on when its thread is interrupted, for what has to be cleaned up all the same;
 * the thread is interrupted again afterwards.
 *
 * @param <T> what is waited for
 * @param <X> what the wait may throw
 */
@FunctionalInterface
public interface Uninterrupted<T, X extends Exception> {
  /** Waits, or goes on waiting. */
  T once() throws InterruptedException, X;

  /** Waits to the end. */
  static <T, X extends Exception> T await(Uninterrupted<T, X> wait) throws X {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return wait.once();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
