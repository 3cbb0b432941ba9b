package org.flytekitplugins.spi;

import com.google.auto.value.AutoValue;

/**
 * What Flyte runs once a workflow has failed, to clean up or to tell somebody; the workflow stays
 * failed. It gets the inputs of the workflow that it has inputs of the same names for.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/workflow.proto">workflow.proto</a>
 */
@AutoValue
public abstract class FailureNode {
  /** What a failure node runs. */
  public enum Kind {
    /** A task. */
    TASK,
    /** A workflow. */
    WORKFLOW
  }

  FailureNode() {}

  /** What it runs. */
  public abstract Kind kind();

  /** The name of the task or workflow, which is of the same package. */
  public abstract String name();

  /**
   * A failure node that runs a task.
   *
   * @param name of a task of the same package, such as {@code CleanUp.class.getName()}
   * @throws IllegalArgumentException if it is blank
   */
  public static FailureNode task(String name) {
    return of(Kind.TASK, name, "name a task of the package, such as CleanUp.class.getName()");
  }

  /**
   * A failure node that runs a workflow.
   *
   * @param name of a workflow of the same package, such as {@code CleanUp.class.getName()}
   * @throws IllegalArgumentException if it is blank
   */
  public static FailureNode workflow(String name) {
    return of(
        Kind.WORKFLOW, name, "name a workflow of the package, such as CleanUp.class.getName()");
  }

  private static FailureNode of(Kind kind, String name, String remedy) {
    Blank.refuse("failureNode.name", name, remedy);
    return new AutoValue_FailureNode(kind, name);
  }
}
