package org.flytekitplugins.jflyte.loading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.DynamicWorkflowTask;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
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

  // Map.copyOf has another order in each process: of two faults another one would be named each
  // time.
  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
