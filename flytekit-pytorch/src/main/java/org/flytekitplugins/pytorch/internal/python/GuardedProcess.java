package org.flytekitplugins.pytorch.internal.python;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Python program with all that it starts, under a guard that lets none of it survive: a small
 * process whose input ends when this JVM does, however it does. A program that is told to end has
 * {@link #GRACE} for it.
 */
public final class GuardedProcess {
  /** From SIGTERM to SIGKILL; a launcher halts this JVM 4 s after SIGTERM. */
  static final Duration GRACE = Duration.ofMillis(1500);

  /** How long the guard has then; one that is frozen never ends by itself. */
  private static final Duration GUARDS_GRACE = Duration.ofMillis(700);

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final LogLines log;
  private final Thread reader = new Thread(this::read, "flytekit-python-output");
  private @Nullable Process guard;
  private boolean isStopped;

  private GuardedProcess(Consumer<String> lines) {
    this.log = new LogLines(lines);
    reader.setDaemon(true);
  }

  /**
   * Starts a program.
   *
   * @param interpreter of the program, and of its guard
   * @param arguments the program's file first
   * @param environment added to this process's own
   * @param lines gets what it prints, line by line, in one thread
   * @throws IOException if the interpreter cannot be started
   */
  public static GuardedProcess start(
      RunFolder folder,
      Path interpreter,
      List<String> arguments,
      Map<String, String> environment,
      Consumer<String> lines)
      throws IOException {
    String python = interpreter.toString();
    List<String> command = new ArrayList<>(List.of(python, "-I", "-S"));
    command.add(folder.file("guard.py").toString());
    command.add(folder.path().toString());
    command.add(Double.toString(GRACE.toMillis() / 1000.0));
    command.add(python);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    GuardedProcess started = new GuardedProcess(lines);
    folder.usedBy(started::stop);
    started.start(builder);
    return started;
  }

  // Held together with stop(): a process that starts while the JVM ends is ended by either.
  private synchronized void start(ProcessBuilder builder) throws IOException {
    if (isStopped) {
      throw new IllegalStateException("this process ends: no Python is started any more");
    }
    guard = builder.start();
    reader.start();
  }

  /**
   * Waits until the program and all that it has started are gone, and all they said was taken in.
   * Who is interrupted here ends the program.
   */
  public void await() throws InterruptedException {
    try {
      process().waitFor();
      reader.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      stop();
      throw e;
    }
  }

  /** The last lines that the program has printed, the latest last. */
  public List<String> lastLines() {
    return log.last();
  }

  private synchronized void stop() {
    isStopped = true;
    Process running = guard;
    if (running == null || !running.isAlive()) {
      return;
    }
    try {
      running.getOutputStream().close();
      if (running.waitFor(GRACE.plus(GUARDS_GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (IOException e) {
      // Its end is closed: then it is ending.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // The guard comes last: it is by it that the others are found. Again, for what was born
    // meanwhile.
    running.descendants().collect(toList()).forEach(ProcessHandle::destroyForcibly);
    running.descendants().collect(toList()).forEach(ProcessHandle::destroyForcibly);
    running.destroyForcibly();
  }

  private synchronized Process process() {
    if (guard == null) {
      throw new IllegalStateException("the process was not started");
    }
    return guard;
  }

  private void read() {
    try {
      log.drain(process().getInputStream());
    } catch (IOException e) {
      // The stream is closed under the reader when the process has ended: nothing more comes.
      return;
    }
  }
}
