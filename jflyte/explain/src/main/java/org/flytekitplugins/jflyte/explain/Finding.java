package org.flytekitplugins.jflyte.explain;

import org.jspecify.annotations.Nullable;

/**
 * One thing about a task that its author had better know.
 *
 * @param id the id of the rule that says so, for ever the same
 * @param severity how bad it is
 * @param field what it is about, as whoever writes the task calls it: {@code
 *     worker.requests.memory}, {@code getRetries()}
 * @param happens what the cluster does, in one sentence without a full stop
 * @param remedy what to do about it, in one sentence without a full stop
 * @param source where the backend decides this, a link
 * @param line where the user's code says what the task is; null if nobody knows
 */
public record Finding(
    String id,
    Severity severity,
    String field,
    String happens,
    String remedy,
    String source,
    @Nullable SourceLine line) {
  /** One line: {@code warning worker.requests.memory: … [cpu-or-memory-missing]}. */
  @Override
  public String toString() {
    return severity + " " + field + ": " + happens + " [" + id + "]";
  }
}
