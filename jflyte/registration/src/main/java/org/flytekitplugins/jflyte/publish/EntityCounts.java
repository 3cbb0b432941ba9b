package org.flytekitplugins.jflyte.publish;

import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.registration.EntityId.Kind;

/**
 * How many entities there are of each kind.
 *
 * @param tasks tasks
 * @param workflows workflows
 * @param launchPlans launch plans
 */
public record EntityCounts(int tasks, int workflows, int launchPlans) {
  /** How many a package has. */
  public static EntityCounts of(ProjectClosure closure) {
    return new EntityCounts(
        closure.tasks().size(), closure.workflows().size(), closure.launchPlans().size());
  }

  /** For example {@code 12 tasks, 1 workflow, 0 launch plans}. */
  @Override
  public String toString() {
    return Kind.TASK.count(tasks)
        + ", "
        + Kind.WORKFLOW.count(workflows)
        + ", "
        + Kind.LAUNCH_PLAN.count(launchPlans);
  }
}
