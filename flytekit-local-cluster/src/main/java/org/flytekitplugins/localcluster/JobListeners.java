package org.flytekitplugins.localcluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobTransition;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.usage.ReplicaUsage;

/**
 * All listeners of a job as one. What one of them throws, an assertion's error too, is logged and
 * harms nobody else: a replica whose lines nobody takes would stand still.
 */
record JobListeners(List<JobListener> listeners) implements JobListener {
  private static final Logger LOGGER = System.getLogger(JobListeners.class.getName());

  @Override
  public void condition(JobTransition transition) {
    tell(listener -> listener.condition(transition));
  }

  @Override
  public void started(Replica replica, int restarts) {
    tell(listener -> listener.started(replica, restarts));
  }

  @Override
  public void exited(Replica replica, int exitCode) {
    tell(listener -> listener.exited(replica, exitCode));
  }

  @Override
  public void progress(Replica replica, Progress progress) {
    tell(listener -> listener.progress(replica, progress));
  }

  @Override
  public void checkpoint(Replica replica, Progress progress) {
    tell(listener -> listener.checkpoint(replica, progress));
  }

  @Override
  public void used(Replica replica, ReplicaUsage usage) {
    tell(listener -> listener.used(replica, usage));
  }

  @Override
  public void line(Replica replica, String line) {
    tell(listener -> listener.line(replica, line));
  }

  private void tell(Consumer<JobListener> event) {
    for (JobListener listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException | AssertionError e) {
        LOGGER.log(Level.WARNING, "a listener of a job failed", e);
      }
    }
  }
}
