package org.flytekitplugins.jflyte.loading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.PluginTask;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.TaskIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.spi.TaskTemplateExtension;

/**
 * What the registrars of a package yield.
 *
 * @param runnableTasks tasks that run user code
 * @param dynamicWorkflowTasks tasks that make workflows when they run
 * @param containerTasks tasks that run somebody else's image
 * @param pluginTasks tasks that a plugin of Flyte's backend runs
 * @param workflows workflows
 * @param launchPlans launch plans
 * @param extensions what flytekit-java's task model cannot carry, by the task it belongs to
 */
public record LoadedPackage(
    Map<TaskIdentifier, RunnableTask> runnableTasks,
    Map<TaskIdentifier, DynamicWorkflowTask> dynamicWorkflowTasks,
    Map<TaskIdentifier, ContainerTask> containerTasks,
    Map<TaskIdentifier, PluginTask> pluginTasks,
    Map<WorkflowIdentifier, WorkflowTemplate> workflows,
    Map<LaunchPlanIdentifier, LaunchPlan> launchPlans,
    Map<TaskIdentifier, TaskTemplateExtension> extensions) {
  /** Keeps copies that nobody can change. */
  public LoadedPackage {
    runnableTasks = copy(runnableTasks);
    dynamicWorkflowTasks = copy(dynamicWorkflowTasks);
    containerTasks = copy(containerTasks);
    pluginTasks = copy(pluginTasks);
    workflows = copy(workflows);
    launchPlans = copy(launchPlans);
    extensions = copy(extensions);
  }

  /**
   * The same with a launch plan for each workflow, under the workflow's name, that says nothing of
   * inputs and schedules; one of that name which the package has stays. Flyte starts no workflow
   * but by a launch plan, and its tools look for one of the workflow's name.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flytekit/blob/v1.16.8/flytekit/core/launch_plan.py">flytekit's
   *     default launch plans</a>
   */
  public LoadedPackage withDefaultLaunchPlans() {
    Set<String> names =
        launchPlans.keySet().stream().map(LaunchPlanIdentifier::name).collect(Collectors.toSet());
    Map<LaunchPlanIdentifier, LaunchPlan> all = new LinkedHashMap<>(launchPlans);
    for (WorkflowIdentifier workflow : workflows.keySet()) {
      if (!names.contains(workflow.name())) {
        all.put(
            LaunchPlanIdentifier.builder()
                .project(workflow.project())
                .domain(workflow.domain())
                .name(workflow.name())
                .version(workflow.version())
                .build(),
            LaunchPlan.builder()
                .name(workflow.name())
                .workflowId(PartialWorkflowIdentifier.builder().name(workflow.name()).build())
                .build());
      }
    }
    return new LoadedPackage(
        runnableTasks,
        dynamicWorkflowTasks,
        containerTasks,
        pluginTasks,
        workflows,
        all,
        extensions);
  }

  // Map.copyOf has another order in each process: of two faults another one would be named each
  // time.
  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
