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
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.LaunchPlanSettings;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.spi.WorkflowExtension;
import org.jspecify.annotations.Nullable;

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
 * @param workflowExtensions what its workflow model cannot carry, by the workflow it belongs to
 * @param launchPlanSettings what its launch plans cannot carry, by the launch plan it belongs to
 */
public record LoadedPackage(
    Map<TaskIdentifier, RunnableTask> runnableTasks,
    Map<TaskIdentifier, DynamicWorkflowTask> dynamicWorkflowTasks,
    Map<TaskIdentifier, ContainerTask> containerTasks,
    Map<TaskIdentifier, PluginTask> pluginTasks,
    Map<WorkflowIdentifier, WorkflowTemplate> workflows,
    Map<LaunchPlanIdentifier, LaunchPlan> launchPlans,
    Map<TaskIdentifier, TaskTemplateExtension> extensions,
    Map<WorkflowIdentifier, WorkflowExtension> workflowExtensions,
    Map<LaunchPlanIdentifier, LaunchPlanSettings> launchPlanSettings) {
  /** Keeps copies that nobody can change. */
  public LoadedPackage {
    runnableTasks = copy(runnableTasks);
    dynamicWorkflowTasks = copy(dynamicWorkflowTasks);
    containerTasks = copy(containerTasks);
    pluginTasks = copy(pluginTasks);
    workflows = copy(workflows);
    launchPlans = copy(launchPlans);
    extensions = copy(extensions);
    workflowExtensions = copy(workflowExtensions);
    launchPlanSettings = copy(launchPlanSettings);
  }

  /** A package whose workflows and launch plans say what flytekit-java can carry, and no more. */
  public LoadedPackage(
      Map<TaskIdentifier, RunnableTask> runnableTasks,
      Map<TaskIdentifier, DynamicWorkflowTask> dynamicWorkflowTasks,
      Map<TaskIdentifier, ContainerTask> containerTasks,
      Map<TaskIdentifier, PluginTask> pluginTasks,
      Map<WorkflowIdentifier, WorkflowTemplate> workflows,
      Map<LaunchPlanIdentifier, LaunchPlan> launchPlans,
      Map<TaskIdentifier, TaskTemplateExtension> extensions) {
    this(
        runnableTasks,
        dynamicWorkflowTasks,
        containerTasks,
        pluginTasks,
        workflows,
        launchPlans,
        extensions,
        Map.of(),
        Map.of());
  }

  /**
   * The same with a launch plan for each workflow, under the workflow's name, that says nothing of
   * inputs, and beside them what the workflow says for it; one of that name which the package has
   * stays. Flyte starts no workflow but by a launch plan, and its tools look for one of the
   * workflow's name.
   *
   * @throws JflyteException if a workflow says something for the launch plan of its name, which the
   *     package has
   * @see <a
   *     href="https://github.com/flyteorg/flytekit/blob/v1.16.8/flytekit/core/launch_plan.py">flytekit's
   *     default launch plans</a>
   */
  public LoadedPackage withDefaultLaunchPlans() {
    Set<String> names =
        launchPlans.keySet().stream().map(LaunchPlanIdentifier::name).collect(Collectors.toSet());
    Map<LaunchPlanIdentifier, LaunchPlan> all = new LinkedHashMap<>(launchPlans);
    Map<LaunchPlanIdentifier, LaunchPlanSettings> allSettings =
        new LinkedHashMap<>(launchPlanSettings);
    for (WorkflowIdentifier workflow : workflows.keySet()) {
      LaunchPlanSettings settings = defaultSettings(workflow);
      if (!names.contains(workflow.name())) {
        LaunchPlanIdentifier id =
            LaunchPlanIdentifier.builder()
                .project(workflow.project())
                .domain(workflow.domain())
                .name(workflow.name())
                .version(workflow.version())
                .build();
        all.put(
            id,
            LaunchPlan.builder()
                .name(workflow.name())
                .workflowId(PartialWorkflowIdentifier.builder().name(workflow.name()).build())
                .build());
        if (settings != null && allSettings.putIfAbsent(id, settings) != null) {
          throw saidTwice(workflow);
        }
      } else if (settings != null) {
        throw saidTwice(workflow);
      }
    }
    return new LoadedPackage(
        runnableTasks,
        dynamicWorkflowTasks,
        containerTasks,
        pluginTasks,
        workflows,
        all,
        extensions,
        workflowExtensions,
        allSettings);
  }

  private @Nullable LaunchPlanSettings defaultSettings(WorkflowIdentifier workflow) {
    WorkflowExtension extension = workflowExtensions.get(workflow);
    return extension == null ? null : extension.getDefaultLaunchPlanSettings();
  }

  private static JflyteException saidTwice(WorkflowIdentifier workflow) {
    return new JflyteException(
        String.format(
            "workflow %s overrides getDefaultLaunchPlanSettings(), but an SdkLaunchPlanRegistry of"
                + " the package speaks of the launch plan of this name: say all of it in that one's"
                + " getLaunchPlanSettings()",
            workflow.name()));
  }

  // Map.copyOf has another order in each process: of two faults another one would be named each
  // time.
  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
