package org.flytekitplugins.jflyte.execution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Time of processors of Java's threads other than the one that trains, and of a tracking server of
 * this machine. TensorFlow's threads are not Java's, and those of the compilers are not seen.
 */
final class OtherProcessors {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final @Nullable ProcessHandle server;

  private OtherProcessors(@Nullable ProcessHandle server) {
    this.server = server;
  }

  /** With the server whose process this is; null for none. */
  static OtherProcessors with(@Nullable String server) {
    return new OtherProcessors(
        server == null ? null : ProcessHandle.of(Long.parseLong(server)).orElseThrow());
  }

  /** So far, of threads that are still there, and of the server. */
  long[] nanos() {
    long self = Thread.currentThread().getId();
    long threads = 0;
    for (long id : THREADS.getAllThreadIds()) {
      if (id != self) {
        threads += Math.max(0, THREADS.getThreadCpuTime(id));
      }
    }
    return new long[] {
      threads,
      server == null ? 0 : server.info().totalCpuDuration().map(Duration::toNanos).orElse(0L)
    };
  }
}
