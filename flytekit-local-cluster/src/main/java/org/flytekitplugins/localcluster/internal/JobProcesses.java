package org.flytekitplugins.localcluster.internal;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The processes that this program has started for jobs. Whoever ends what a task has started in
 * this program, next to jobs that go on, asks here which these are.
 */
public final class JobProcesses {
  private static final Set<ProcessHandle> STARTED = new HashSet<>();

  private JobProcesses() {}

  /** Starts one. */
  public static Process start(ProcessBuilder command) throws IOException {
    // A process is a child before start() returns: nobody may look in between.
    synchronized (STARTED) {
      STARTED.removeIf(process -> !process.isAlive());
      Process process = command.start();
      STARTED.add(process.toHandle());
      return process;
    }
  }

  /** Those below this program that are of no job, with those below them. */
  public static Stream<ProcessHandle> others() {
    List<ProcessHandle> others;
    synchronized (STARTED) {
      others = ProcessHandle.current().children().filter(it -> !STARTED.contains(it)).toList();
    }
    return others.stream().flatMap(it -> Stream.concat(Stream.of(it), it.descendants()));
  }
}
