package org.flytekitplugins.localcluster.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import org.flytekitplugins.kubeflow.internal.ProcessFamily;

/**
 * One run of a replica: a process with its children, its output, and its exit code. A process that
 * a signal ended has 128 plus the signal's number, as in a container.
 */
public final class ReplicaProcess {
  /** How long output may still come from somebody whom the guard cannot reach. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Process process;
  private final ProcessGuard guard;
  private final long startedAt = System.nanoTime();

  /** Its children when it was last told to end: some may be where the guard does not look. */
  private volatile List<ProcessHandle> family = List.of();

  private ReplicaProcess(Process process, ProcessGuard guard) {
    this.process = process;
    this.guard = guard;
  }

  /**
   * Starts a process whose command the guard has wrapped.
   *
   * @param name what it is called in this program's threads
   * @param onExit gets the exit code when the process and its children are gone and all that they
   *     said is in the log
   */
  public static ReplicaProcess start(
      String name, ProcessBuilder command, ProcessGuard guard, ReplicaLog log, IntConsumer onExit)
      throws IOException {
    Process process = JobProcesses.start(command.redirectErrorStream(true));
    try {
      guard.release(process);
    } catch (IOException e) {
      process.toHandle().destroyForcibly();
      throw e;
    }
    ReplicaProcess started = new ReplicaProcess(process, guard);
    Thread reader = daemon(name + " output", () -> started.drain(log));
    daemon(name + " exit", () -> started.await(reader, onExit));
    return started;
  }

  public long pid() {
    return process.pid();
  }

  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  /** SIGTERM, to the first process only, as a container's runtime does. */
  public void terminate() {
    family = process.descendants().toList();
    // By its handle: Process.destroy closes the streams, and the last words would be lost.
    process.toHandle().destroy();
  }

  /** SIGKILL, to all. */
  public void kill() {
    family = process.descendants().toList();
    guard.kill(process);
  }

  public void freeze() {
    guard.freeze(process);
  }

  public void thaw() {
    guard.thaw(process);
  }

  private void drain(ReplicaLog log) {
    try {
      log.drain(process.getInputStream());
    } catch (IOException e) {
      // The stream is closed under the reader when the process has ended: nothing more comes.
      return;
    }
  }

  private void await(Thread reader, IntConsumer onExit) {
    try {
      int code = process.waitFor();
      guard.sweep(process);
      new ProcessFamily(family::stream, List.of()).kill();
      reader.join(LAST_WORDS.toMillis());
      onExit.accept(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, "local-cluster " + name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
