package org.flytekitplugins.localcluster.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.internal.ProcessFamily;
import org.flytekitplugins.localcluster.LocalClusterException;
import org.jspecify.annotations.Nullable;

/**
 * Reaches the children of a replica by their parents, where there are no sessions (Windows). What
 * outlives its parent is out of reach, and nobody notices when this program is killed.
 */
final class DescendantGuard implements ProcessGuard {
  private final @Nullable Path killProgram;

  DescendantGuard(@Nullable Path killProgram) {
    this.killProgram = killProgram;
  }

  @Override
  public List<String> wrap(String replica, List<String> command) {
    return command;
  }

  @Override
  public void release(Process process) throws IOException {
    process.getOutputStream().close();
  }

  @Override
  public void kill(Process process) {
    family(() -> Stream.concat(Stream.of(process.toHandle()), process.descendants())).kill();
  }

  @Override
  public void sweep(Process process) {
    family(process::descendants).kill();
  }

  private ProcessFamily family(Supplier<Stream<ProcessHandle>> members) {
    return new ProcessFamily(
        members, killProgram == null ? List.of() : List.of(killProgram.toString(), "-STOP"));
  }

  @Override
  public void freeze(Process process) {
    signal("-STOP", process);
  }

  @Override
  public void thaw(Process process) {
    signal("-CONT", process);
  }

  @Override
  public void close() {}

  private void signal(String signal, Process process) {
    if (killProgram == null) {
      throw new UnsupportedOperationException(
          "freeze needs the program kill, but it is not on PATH: use kill or evict instead");
    }
    List<String> command = new ArrayList<>(List.of(killProgram.toString(), signal));
    Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .forEach(handle -> command.add(Long.toString(handle.pid())));
    try {
      JobProcesses.start(new ProcessBuilder(command).inheritIO()).waitFor();
    } catch (IOException e) {
      throw new LocalClusterException("the program " + killProgram + " cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
