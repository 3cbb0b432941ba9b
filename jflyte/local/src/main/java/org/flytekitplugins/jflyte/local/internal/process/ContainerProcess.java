package org.flytekitplugins.jflyte.local.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.kubeflow.internal.DurationText;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.internal.LogTail;
import org.flytekitplugins.localcluster.internal.ProcessGuard;
import org.flytekitplugins.localcluster.internal.ReplicaLog;
import org.flytekitplugins.localcluster.internal.ReplicaProcess;

/**
 * A process in place of a container. What it starts ends with it, and it ends with this program,
 * however that ends.
 */
public final class ContainerProcess implements AutoCloseable {
  private final String name;
  private final Path folder;
  private final ProcessGuard guard;
  private final ReplicaLog log;
  private final ReplicaProcess process;
  private final LogOutput shown;
  private final Duration grace;
  private final CompletableFuture<Integer> exit;
  private final Thread hook = new Thread(this::end, "jflyte-container");

  private ContainerProcess(
      String name,
      Path folder,
      ProcessGuard guard,
      ReplicaLog log,
      ReplicaProcess process,
      LogOutput shown,
      Duration grace,
      CompletableFuture<Integer> exit) {
    this.name = name;
    this.folder = folder;
    this.guard = guard;
    this.log = log;
    this.process = process;
    this.shown = shown;
    this.grace = grace;
    this.exit = exit;
  }

  /**
   * Starts it, where this process runs.
   *
   * @param name what its lines begin with where they are shown
   * @param environment what it finds in its environment besides that of this process
   * @param file the log
   * @param shown where its lines are shown
   * @param grace how long it has between SIGTERM and SIGKILL when it is closed before its end
   * @throws JflyteException if it cannot be started
   */
  public static ContainerProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path file,
      LogOutput shown,
      Duration grace) {
    try {
      Path folder = Files.createTempDirectory("jflyte-container-");
      ProcessGuard guard = ProcessGuard.create(folder);
      ReplicaLog log =
          new ReplicaLog(
              file, line -> shown.line(name, line), complaint -> shown.line(name, complaint));
      ProcessBuilder builder = new ProcessBuilder(guard.wrap(name, command));
      // This process may itself be a replica of something.
      builder.environment().keySet().removeIf(TrainingContext::isVariable);
      builder.environment().putAll(environment);
      CompletableFuture<Integer> exit = new CompletableFuture<>();
      ReplicaProcess process = ReplicaProcess.start(name, builder, guard, log, exit::complete);
      ContainerProcess started =
          new ContainerProcess(name, folder, guard, log, process, shown, grace, exit);
      started.addHook();
      return started;
    } catch (IOException e) {
      throw new JflyteException(
          String.format("%s cannot be started: %s", command.get(0), e.getMessage()), e);
    }
  }

  /** Waits for its end, and returns its exit code. */
  public int await() throws InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How it has ended, and what it said last. */
  public String failure() {
    return String.format(
        "the container exited with code %d after %s%s",
        exit.join(), DurationText.measured(process.age()), LogTail.of(log));
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs.
    }
    end();
    guard.close();
    shown.drain();
    try {
      log.close();
      FolderTree.delete(folder);
    } catch (IOException e) {
      ReplicaConsole.standard().say("files of container " + name + " cannot be closed: " + e);
    }
  }

  private void addHook() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This program ends already, and the guard ends the process.
    }
  }

  private void end() {
    if (exit.isDone()) {
      return;
    }
    process.terminate();
    if (!isGoneAfter(grace.toMillis())) {
      process.kill();
      isGoneAfter(grace.toMillis());
    }
  }

  private boolean isGoneAfter(long millis) {
    // An interrupted thread waits all the same: join knows no interruption.
    return exit.thenApply(code -> true)
        .completeOnTimeout(false, millis, TimeUnit.MILLISECONDS)
        .join();
  }
}
