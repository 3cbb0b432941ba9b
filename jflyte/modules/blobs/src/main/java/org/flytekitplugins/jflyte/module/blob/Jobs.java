package org.flytekitplugins.jflyte.module.blob;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flytekitplugins.spi.StorageException;
import org.jspecify.annotations.Nullable;

/** Requests that are under way at a time, until all are done or one has failed. */
final class Jobs {
  /** Enough to fill a fast line with a cloud's single streams. */
  static final int AT_A_TIME = 8;

  private final ExecutorService threads;
  private int open;
  private @Nullable Throwable failure;

  Jobs() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    threads =
        Executors.newFixedThreadPool(
            AT_A_TIME,
            job -> {
              Thread thread = new Thread(job, "jflyte-transfer");
              thread.setDaemon(true);
              thread.setContextClassLoader(context);
              return thread;
            });
  }

  /** Something to do, which may add more. */
  void add(String uri, Runnable job) {
    synchronized (this) {
      if (failure != null) {
        return;
      }
      open++;
    }
    threads.execute(
        () -> {
          try {
            if (!hasFailed()) {
              job.run();
            }
            ended(null);
          } catch (StorageException e) {
            ended(new StorageException(uri + ": " + e.getMessage(), e.getCause()));
          } catch (Throwable e) {
            ended(e);
          }
        });
  }

  private synchronized void ended(@Nullable Throwable thrown) {
    open--;
    if (failure == null) {
      failure = thrown;
    }
    notifyAll();
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  /** Waits for all of them, also for those that are under way when one fails. */
  void await() {
    boolean interrupted = false;
    synchronized (this) {
      while (open > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
          if (failure == null) {
            failure = new StorageException("interrupted while blobs were transferred", e);
          }
        }
      }
    }
    threads.shutdown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException thrown) {
      throw thrown;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }
}
