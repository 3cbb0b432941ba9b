package org.flytekitplugins.kubeflow.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Processes and those that they start, which go on starting others while they are being ended: a
 * list of them is old as soon as it is there. Out of reach is only who has lost its parent before
 * anybody looked.
 */
public final class ProcessFamily {
  private static final Duration AGAIN = Duration.ofMillis(5);

  private final Supplier<Stream<ProcessHandle>> members;
  private final List<String> stopCommand;

  /**
   * @param members those that live now
   * @param stopCommand what, with process ids after it, sends them SIGSTOP; empty if nothing does
   */
  public ProcessFamily(Supplier<Stream<ProcessHandle>> members, List<String> stopCommand) {
    this.members = members;
    this.stopCommand = List.copyOf(stopCommand);
  }

  /**
   * Ends them all, with SIGTERM first: they may clean up after themselves.
   *
   * @param patience how long they may take
   */
  public void end(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Set<ProcessHandle> told = new HashSet<>();
    for (List<ProcessHandle> left = left(told); !left.isEmpty(); left = left(told)) {
      if (System.nanoTime() - deadline >= 0 || !pause()) {
        kill(told);
        return;
      }
      for (ProcessHandle process : left) {
        if (told.add(process)) {
          process.destroy();
        }
      }
    }
  }

  /** Ends them all at once. */
  public void kill() {
    kill(Set.of());
  }

  // Who is stopped starts nobody: when all that are there are stopped, no other one comes. Without
  // signals it is a race, in which whoever starts faster than we look wins.
  private void kill(Set<ProcessHandle> more) {
    Set<ProcessHandle> stopped = new HashSet<>();
    for (List<ProcessHandle> found = left(more); stopped.addAll(found); found = left(stopped)) {
      if (!stop(found)) {
        found.forEach(ProcessHandle::destroyForcibly);
      }
    }
    stopped.forEach(ProcessHandle::destroyForcibly);
  }

  /** Those that live, of the family or of some that have been seen, and who is below those. */
  private List<ProcessHandle> left(Set<ProcessHandle> seen) {
    Set<ProcessHandle> left = new HashSet<>();
    members.get().forEach(left::add);
    for (ProcessHandle process : seen) {
      left.add(process);
      process.descendants().forEach(left::add);
    }
    left.removeIf(process -> !process.isAlive());
    return new ArrayList<>(left);
  }

  private boolean stop(List<ProcessHandle> processes) {
    if (stopCommand.isEmpty() || processes.isEmpty()) {
      return false;
    }
    List<String> command = new ArrayList<>(stopCommand);
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      Process kill =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      // Not waitFor(), which does not wait in a thread that is interrupted.
      kill.onExit().join();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean pause() {
    try {
      Thread.sleep(AGAIN.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
