package org.flytekitplugins.allreduce.internal.mesh;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks hosts up on threads of its own: a name server may take seconds, in which this replica must
 * not fall silent.
 */
final class Resolver {
  private static final int THREADS = 4;

  private final ExecutorService threads;

  Resolver(String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /** Looks a host up, and tells of it on another thread. */
  void resolve(
      HostPort address,
      BiConsumer<@Nullable InetSocketAddress, @Nullable UnknownHostException> then) {
    threads.execute(
        () -> {
          try {
            then.accept(address.resolve(), null);
          } catch (UnknownHostException e) {
            then.accept(null, e);
          }
        });
  }

  void close() {
    threads.shutdownNow();
  }
}
