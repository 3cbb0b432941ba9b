package org.flytekitplugins.jflyte.execution;

import org.flytekitplugins.report.Progress;

/** Whom a {@link ProgressFollower} tells what a replica reports; one thread calls it. */
interface ProgressReader {
  /** Takes in a step or a checkpoint. */
  void add(Progress progress);

  /** Takes in what a process before this one has carried, for whoever keeps nothing of it. */
  default void addCarried(Progress progress) {}

  /** Writes, each period and at the end, what there is to write; throws nothing. */
  void write(boolean isLast);
}
