package org.flytekitplugins.jflyte.closure;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import java.util.List;
import org.flytekitplugins.jflyte.loading.LoadedPackage;

/**
 * All entities of a package, complete: every identifier is whole, every reference was found. Each
 * list is in the order of names.
 *
 * @param tasks tasks; {@code spec.template.id} equals {@code id}
 * @param workflows workflows, each with all its sub-workflows
 * @param launchPlans launch plans
 */
public record ProjectClosure(
    List<TaskCreateRequest> tasks,
    List<WorkflowCreateRequest> workflows,
    List<LaunchPlanCreateRequest> launchPlans) {
  /** Keeps copies that nobody can change. */
  public ProjectClosure {
    tasks = List.copyOf(tasks);
    workflows = List.copyOf(workflows);
    launchPlans = List.copyOf(launchPlans);
  }

  /**
   * Closes a package: completes every identifier, checks every reference and binding, and collects
   * sub-workflows.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException at the first thing that Flyte would refuse
   */
  public static ProjectClosure of(LoadedPackage loaded, ClosureContext context) {
    return new ClosureBuilder(loaded, context).build();
  }
}
