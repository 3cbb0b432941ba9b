package org.flytekitplugins.jflyte.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The processes that a task in this process starts: as in a pod, whose container ends with the
 * task, none of them is left when this is closed, or when this process is told to end.
 */
final class ChildProcesses implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final Set<ProcessHandle> before = new HashSet<>();
  private final Thread hook = new Thread(this::end, "jflyte-children");

  private ChildProcesses() {
    ProcessHandle.current().descendants().forEach(before::add);
  }

  /** Those that are started from now on. */
  static ChildProcesses watch() {
    ChildProcesses children = new ChildProcesses();
    try {
      Runtime.getRuntime().addShutdownHook(children.hook);
    } catch (IllegalStateException e) {
      // The process ends already, and the task with it.
    }
    return children;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The hook runs.
    }
    end();
  }

  // They may clean up after themselves first.
  private void end() {
    List<ProcessHandle> left = started();
    if (left.isEmpty()) {
      return;
    }
    left.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] ends =
        left.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    left.addAll(started());
    left.forEach(ProcessHandle::destroyForcibly);
  }

  private List<ProcessHandle> started() {
    List<ProcessHandle> started = new ArrayList<>();
    ProcessHandle.current()
        .descendants()
        .filter(process -> !before.contains(process))
        .forEach(started::add);
    return started;
  }
}
