package org.flytekitplugins.client;

import com.google.auto.value.AutoValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a node of an execution is, at one moment. */
@AutoValue
public abstract class NodeStatus {
  NodeStatus() {}

  static Builder builder() {
    return new AutoValue_NodeStatus.Builder()
        .entity("")
        .attempt(0)
        .isParent(false)
        .mayHaveReport(false);
  }

  /** The ids of the nodes that it is within, from the workflow's own down, and its own. */
  public abstract List<String> path();

  /** How far it is. */
  public abstract NodePhase phase();

  /** The name of the task that it runs; empty if it runs none, or has not begun. */
  public abstract String entity();

  /** The number of the current attempt, from 1 up; 0 before the first, or if it runs no task. */
  public abstract int attempt();

  /** Whether it has nodes within: a branch, a sub-workflow, a launch plan, a dynamic task. */
  public abstract boolean isParent();

  /** When it began; null as long as it has not. */
  public abstract @Nullable Instant startedAt();

  /** How long it ran, once it has ended; null before. */
  public abstract @Nullable Duration duration();

  /** Why it, or its last attempt, failed; null if none has. */
  public abstract @Nullable ExecutionFailure failure();

  /** The name it has to flyteadmin and in the names of pods; not that of {@link #path()}. */
  abstract String uniqueId();

  /** The execution that it is of: another one, within a node that runs a launch plan. */
  abstract ExecutionId execution();

  /** Whether Flyte has been told of a report, or does not say without being asked for it. */
  abstract boolean mayHaveReport();

  /** The path as text: {@code evaluate}, or {@code verdict/good-enough}. */
  public String name() {
    return String.join("/", path());
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder path(List<String> path);

    abstract Builder phase(NodePhase phase);

    abstract Builder entity(String entity);

    abstract Builder attempt(int attempt);

    abstract Builder isParent(boolean parent);

    abstract Builder startedAt(@Nullable Instant startedAt);

    abstract Builder duration(@Nullable Duration duration);

    abstract Builder failure(@Nullable ExecutionFailure failure);

    abstract Builder uniqueId(String uniqueId);

    abstract Builder mayHaveReport(boolean may);

    abstract Builder execution(ExecutionId execution);

    abstract NodeStatus build();
  }
}
