package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.internal.usage.OwnContainer;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/**
 * As much of what a replica reports as there is room for: its first and its last step, and of those
 * between all, or evenly thinned out; its checkpoints likewise; and what it has last said that it
 * had used. Safe for several threads.
 */
final class KeptProgress implements ProgressReader {
  private final Instant start = Instant.now();
  private final Thinned<Progress> steps;
  private final Thinned<Progress> checkpoints;
  private @Nullable ReplicaUsage told;

  /**
   * @param most more than this are kept neither of steps nor of checkpoints, at least 2
   */
  KeptProgress(int most) {
    this.steps = new Thinned<>(most);
    this.checkpoints = new Thinned<>(most);
  }

  @Override
  public synchronized void add(Progress progress) {
    if (progress.isCheckpoint()) {
      checkpoints.add(progress);
      return;
    }
    steps.add(progress);
    // What processes before this one have used is not among what this one has.
    if (!progress.timeOr(start).isBefore(start)) {
      progress.usage().ifPresent(usage -> told = usage);
    }
  }

  @Override
  public void write(boolean isLast) {}

  /** Steps, and then checkpoints. */
  synchronized List<Progress> all() {
    List<Progress> all = new ArrayList<>(steps.kept());
    all.addAll(checkpoints.kept());
    return all;
  }

  /** What the kernel has counted for the container, and what the training has told of its steps. */
  synchronized ReplicaUsage usage() {
    return OwnContainer.look(told);
  }
}
