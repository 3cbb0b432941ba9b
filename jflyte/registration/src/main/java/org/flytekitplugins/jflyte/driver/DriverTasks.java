package org.flytekitplugins.jflyte.driver;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Interface.VariableMap;
import flyteidl.core.Literals.KeyValuePair;
import flyteidl.core.Literals.RetryStrategy;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.Resources;
import flyteidl.core.Tasks.Resources.ResourceName;
import flyteidl.core.Tasks.RuntimeMetadata;
import flyteidl.core.Tasks.TaskMetadata;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.client.internal.flyte2.DefaultInputs;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.ProjectClosure;

/**
 * A package for a Flyte that has neither workflows nor launch plans: in place of each there is a
 * task of its name, which drives it. Who runs a workflow there runs that task.
 */
public final class DriverTasks {
  /** How often a driver that was killed goes on. A workflow that has failed is not tried again. */
  private static final int RETRIES = 10;

  private static final String MEMORY = "500Mi";

  private final ProjectClosure closure;
  private final String image;

  private DriverTasks(ProjectClosure closure, String image) {
    this.closure = closure;
    this.image = image;
  }

  /**
   * The package with tasks only.
   *
   * @param closure the package
   * @param image the one that drivers run in: a launcher's, such as the package's
   * @throws JflyteException if a task has the name of a workflow or launch plan
   */
  public static ProjectClosure in(ProjectClosure closure, String image) {
    return new ProjectClosure(new DriverTasks(closure, image).all(), List.of(), List.of());
  }

  /** What a package says that Flyte 2 does not do, a sentence each. */
  public static List<String> notes(ProjectClosure closure) {
    List<String> notes = new ArrayList<>();
    for (LaunchPlanCreateRequest launchPlan : closure.launchPlans()) {
      if (launchPlan.getSpec().getEntityMetadata().hasSchedule()) {
        String name = launchPlan.getId().getName();
        notes.add(
            String.format(
                "launch plan %s has a schedule, which this launcher cannot set on Flyte 2: start"
                    + " task %s when it is due, as with jflyte run from a CronJob",
                name, name));
      }
    }
    return notes;
  }

  private List<TaskCreateRequest> all() {
    List<TaskCreateRequest> all = new ArrayList<>(closure.tasks());
    Set<String> names = new HashSet<>();
    closure.tasks().forEach(task -> names.add(task.getId().getName()));
    Map<Identifier, WorkflowSpec> workflows = new HashMap<>();
    for (WorkflowCreateRequest workflow : closure.workflows()) {
      requireFree(names, "workflow", workflow.getId());
      workflows.put(workflow.getId(), workflow.getSpec());
      all.add(driver(workflow.getId(), workflow.getSpec(), LaunchPlanSpec.getDefaultInstance()));
    }
    for (LaunchPlanCreateRequest launchPlan : closure.launchPlans()) {
      WorkflowSpec workflow = workflows.get(launchPlan.getSpec().getWorkflowId());
      boolean isWorkflows = isDefault(launchPlan);
      if (workflow != null && !isWorkflows) {
        requireFree(names, "launch plan", launchPlan.getId());
        all.add(driver(launchPlan.getId(), workflow, inputs(launchPlan.getSpec())));
      }
    }
    return all;
  }

  /** The workflow's own, under its name, which says nothing of inputs. */
  private static boolean isDefault(LaunchPlanCreateRequest launchPlan) {
    LaunchPlanSpec spec = launchPlan.getSpec();
    return launchPlan.getId().getName().equals(spec.getWorkflowId().getName())
        && inputs(spec).equals(LaunchPlanSpec.getDefaultInstance());
  }

  private static LaunchPlanSpec inputs(LaunchPlanSpec spec) {
    LaunchPlanSpec.Builder inputs = LaunchPlanSpec.newBuilder();
    if (spec.getFixedInputs().getLiteralsCount() > 0) {
      inputs.setFixedInputs(spec.getFixedInputs());
    }
    spec.getDefaultInputs()
        .getParametersMap()
        .forEach(
            (name, parameter) -> {
              if (parameter.hasDefault()) {
                inputs.getDefaultInputsBuilder().putParameters(name, parameter);
              }
            });
    return inputs.build();
  }

  private static void requireFree(Set<String> names, String kind, Identifier id) {
    if (!names.add(id.getName())) {
      throw new JflyteException(
          String.format(
              "%s %s has the name of another entity of the package, and on Flyte 2 both are tasks:"
                  + " give one of them another name",
              kind, id.getName()));
    }
  }

  private TaskCreateRequest driver(Identifier of, WorkflowSpec workflow, LaunchPlanSpec launch) {
    Identifier id = of.toBuilder().setResourceType(ResourceType.TASK).build();
    TaskTemplate template =
        TaskTemplate.newBuilder()
            .setId(id)
            .setType("container")
            .setMetadata(
                TaskMetadata.newBuilder()
                    .setRetries(RetryStrategy.newBuilder().setRetries(RETRIES))
                    .setInterruptible(false)
                    .setRuntime(
                        RuntimeMetadata.newBuilder()
                            .setType(RuntimeMetadata.RuntimeType.FLYTE_SDK)
                            .setFlavor("java")
                            .setVersion(Distribution.VERSION)))
            .setInterface(typedInterface(workflow, launch))
            .setCustom(PlanDocument.write(workflow, launch))
            .setContainer(container(id.getName()))
            .build();
    return TaskCreateRequest.newBuilder()
        .setId(id)
        .setSpec(
            DefaultInputs.add(
                TaskSpec.newBuilder().setTemplate(template),
                launch.getDefaultInputs().getParametersMap()))
        .build();
  }

  /** An input that a launch plan has fixed is not asked of who runs it. */
  private static TypedInterface typedInterface(WorkflowSpec workflow, LaunchPlanSpec launch) {
    TypedInterface whole = workflow.getTemplate().getInterface();
    VariableMap.Builder inputs = VariableMap.newBuilder();
    whole
        .getInputs()
        .getVariablesMap()
        .forEach(
            (name, variable) -> {
              if (!launch.getFixedInputs().containsLiterals(name)) {
                inputs.putVariables(name, variable);
              }
            });
    return whole.toBuilder().setInputs(inputs).build();
  }

  private Container container(String name) {
    return Container.newBuilder()
        .setImage(image)
        .addAllArgs(
            List.of(
                "jflyte",
                ExecuteWorkflowCommand.WORD,
                "--workflow",
                name,
                "--inputs",
                "{{.input}}",
                "--outputPrefix",
                "{{.outputPrefix}}"))
        .addEnv(
            KeyValuePair.newBuilder()
                .setKey("JAVA_TOOL_OPTIONS")
                .setValue("-XX:MaxRAMPercentage=50"))
        .setResources(
            Resources.newBuilder()
                .addRequests(entry(ResourceName.CPU, "100m"))
                .addRequests(entry(ResourceName.MEMORY, MEMORY))
                .addLimits(entry(ResourceName.CPU, "1"))
                .addLimits(entry(ResourceName.MEMORY, MEMORY)))
        .build();
  }

  private static Resources.ResourceEntry entry(ResourceName name, String value) {
    return Resources.ResourceEntry.newBuilder().setName(name).setValue(value).build();
  }
}
