package org.flytekitplugins.jflyte.execution;

import org.flytekitplugins.report.Progress;

/** Whom a {@link ProgressFollower} tells what a replica reports; one thread calls it. */
interface ProgressReader {
  /** Takes in a step or a checkpoint. */
  void add(Progress progress);

  /** Writes, each period and at the end, what there is to write; throws nothing. */
  void write(boolean isLast);
}
