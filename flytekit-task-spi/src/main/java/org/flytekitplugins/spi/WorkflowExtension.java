package org.flytekitplugins.spi;

import org.jspecify.annotations.Nullable;

/**
 * The part of a Flyte workflow that flytekit-java's own workflow model cannot carry. An {@code
 * SdkWorkflow} implements it; the launcher finds it through a {@link WorkflowExtensionRegistrar}
 * and merges it into the workflow by its identifier. Stock jflyte does not look for it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/core/workflow.proto">workflow.proto</a>
 */
public interface WorkflowExtension {
  /** What the console shows people of the workflow, or null for nothing. */
  default @Nullable Documentation getDocumentation() {
    return null;
  }

  /**
   * Whether tasks of the workflow that say nothing of it themselves may run on nodes that can be
   * taken away, such as spot nodes.
   *
   * @return null to leave the decision to the platform
   */
  default @Nullable Boolean getInterruptible() {
    return null;
  }

  /**
   * What becomes of the nodes that run, or could run, when one has failed.
   *
   * @return null for what flytekit-java says, which is to abort them at once
   */
  default @Nullable FailurePolicy getFailurePolicy() {
    return null;
  }

  /** What runs once the workflow has failed, or null for nothing. */
  default @Nullable FailureNode getFailureNode() {
    return null;
  }

  /**
   * What the launch plan that the launcher makes for the workflow, under its name, says beside the
   * workflow: labels and annotations of its executions, for example. A package that has a launch
   * plan of this name says it there ({@link LaunchPlanExtension}).
   *
   * @return null for nothing
   */
  default @Nullable LaunchPlanSettings getDefaultLaunchPlanSettings() {
    return null;
  }
}
