package org.flytekitplugins.jflyte.local;

import java.time.Duration;
import java.util.List;

/**
 * How a node of the execution is.
 *
 * @param path the ids of the nodes that it is within, from the workflow's own down, and its own id
 * @param kind what it does
 * @param entity the name of the task, workflow or launch plan that it runs; empty for a branch
 * @param state how far it is
 * @param attempt the number of the current attempt, from 1 up; 0 before the first
 * @param time how long it has been running, or ran
 */
public record NodeStatus(
    List<String> path, NodeKind kind, String entity, NodeState state, int attempt, Duration time) {
  /** Keeps copies that nobody can change. */
  public NodeStatus {
    path = List.copyOf(path);
  }

  /** The path as text: {@code evaluate}, or {@code verdict/good-enough}. */
  public String name() {
    return String.join("/", path);
  }
}
