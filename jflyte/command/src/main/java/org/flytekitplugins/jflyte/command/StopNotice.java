package org.flytekitplugins.jflyte.command;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Says, when a signal ends this process, that something was stopped: otherwise whoever pressed
 * Ctrl-C sees how the replicas end, or nothing.
 */
final class StopNotice implements AutoCloseable {
  private final Thread hook;

  private StopNotice(Consumer<String> notice) {
    hook = new Thread(() -> signal().ifPresent(notice), "stop notice");
  }

  /**
   * Gives notice if a signal ends the process before this is closed.
   *
   * @param notice is told the name of the signal
   */
  static StopNotice start(Consumer<String> notice) {
    StopNotice started = new StopNotice(notice);
    Runtime.getRuntime().addShutdownHook(started.hook);
    return started;
  }

  /** Never returns if a signal ends the process: what fails now fails because of that. */
  void awaitEndBySignal() {
    while (signal().isPresent()) {
      LockSupport.parkNanos(Long.MAX_VALUE);
    }
  }

  /** The signal that ends the process now: a thread named after it waits for the hooks. */
  private static Optional<String> signal() {
    return signals().findFirst();
  }

  /** Whether another signal has come since the one that ends the process. */
  static boolean isRepeated() {
    return signals().count() > 1;
  }

  private static Stream<String> signals() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("SIG[A-Z]+ handler"))
        .map(name -> name.substring(0, name.indexOf(' ')));
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends, and the notice is given.
      return;
    }
  }
}
