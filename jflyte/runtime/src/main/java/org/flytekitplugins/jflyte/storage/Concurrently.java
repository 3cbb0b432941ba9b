package org.flytekitplugins.jflyte.storage;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/**
 * Does something to each element of a list, some of them at a time, until one fails. (Without
 * lambdas: downloads are on the way of each task that starts, and the first lambda of a process
 * takes as long as a whole download.)
 */
public abstract class Concurrently<T, R> {
  /** What is done to an element. */
  protected abstract R apply(T element);

  /** The results in the order of the elements. The first failure, in that order, is thrown. */
  public final List<R> toEach(List<T> elements, int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ": must be at least 1");
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(concurrency, elements.size())), new Daemons());
    List<Future<R>> results = new ArrayList<>();
    for (T element : elements) {
      results.add(
          threads.submit(
              new Callable<R>() {
                @Override
                public R call() {
                  return apply(element);
                }
              }));
    }
    try {
      List<R> all = new ArrayList<>();
      for (Future<R> result : results) {
        all.add(result.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          "interrupted while files were transferred", new InterruptedIOException());
    } finally {
      threads.shutdownNow();
    }
  }

  private static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
  }

  private static final class Daemons implements ThreadFactory {
    @Override
    public Thread newThread(Runnable runnable) {
      Thread thread = new Thread(runnable, "jflyte-transfer");
      thread.setDaemon(true);
      return thread;
    }
  }
}
