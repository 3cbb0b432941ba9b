package org.flytekitplugins.jflyte.local.internal.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.internal.ProcessFamily;
import org.flytekitplugins.localcluster.internal.JobProcesses;
import org.flytekitplugins.localcluster.internal.SearchPath;

/**
 * The processes that a task in this process starts: as in a pod, whose container ends with the
 * task, none of them is left when this is closed, or when this process is told to end. Replicas of
 * jobs that run meanwhile are none of them.
 */
public final class ChildProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<ProcessHandle> before = new HashSet<>();
  private final Thread hook = new Thread(this::end, "jflyte-children");

  private ChildProcesses() {
    JobProcesses.others().forEach(before::add);
  }

  /** Those that are started from now on. */
  public static ChildProcesses watch() {
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

  private void end() {
    Path kill = SearchPath.of(System.getenv()).find("kill");
    new ProcessFamily(this::started, kill == null ? List.of() : List.of(kill.toString(), "-STOP"))
        .end(PATIENCE);
  }

  private Stream<ProcessHandle> started() {
    return JobProcesses.others().filter(process -> !before.contains(process));
  }
}
