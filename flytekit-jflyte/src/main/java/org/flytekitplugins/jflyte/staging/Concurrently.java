package org.flytekitplugins.jflyte.staging;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Does something to each element of a list, some of them at a time, until one fails. */
final class Concurrently {
  private Concurrently() {}

  /** The results in the order of the elements. The first failure, in that order, is thrown. */
  static <T, R> List<R> map(List<T> elements, int concurrency, Function<T, R> function) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is " + concurrency + ": must be at least 1");
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(concurrency, elements.size())), Concurrently::daemon);
    List<FutureTask<R>> results = new ArrayList<>();
    for (T element : elements) {
      FutureTask<R> result = new FutureTask<>(() -> function.apply(element));
      results.add(result);
      threads.execute(result);
    }
    threads.shutdown();
    try {
      List<R> all = new ArrayList<>();
      for (FutureTask<R> result : results) {
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

  private static Thread daemon(Runnable runnable) {
    Thread thread = new Thread(runnable, "jflyte-transfer");
    thread.setDaemon(true);
    return thread;
  }
}
