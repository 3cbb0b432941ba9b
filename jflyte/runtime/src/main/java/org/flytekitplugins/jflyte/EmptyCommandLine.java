package org.flytekitplugins.jflyte;

import org.flyte.api.v1.ContainerTask;

/** That of a container task which says nothing: Flyte makes no pod of it. */
public final class EmptyCommandLine {
  /** Why it is refused and what to do, as the rest of a sentence about the task. */
  public static final String REFUSAL =
      "has neither a command nor arguments, and Flyte does not run what its image runs by itself:"
          + " override getCommand or getArgs";

  private EmptyCommandLine() {}

  /** Whether a task has one. */
  public static boolean isOf(ContainerTask task) {
    return task.getCommand().isEmpty() && task.getArgs().isEmpty();
  }
}
