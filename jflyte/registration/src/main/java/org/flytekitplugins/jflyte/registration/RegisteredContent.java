package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.Workflow;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Interface.ParameterMap;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.Comparator;
import java.util.List;

/**
 * How what flyteadmin has differs from what would be created, without what flyteadmin itself adds
 * to all it keeps.
 */
final class RegisteredContent {
  private static final Comparator<WorkflowTemplate> BY_NAME =
      Comparator.comparing(
          (WorkflowTemplate template) ->
              template.getId().getName() + " " + template.getId().getVersion());

  private RegisteredContent() {}

  static List<Difference> differences(Task registered, TaskCreateRequest request) {
    return ProtoDiff.of(
        "template",
        form(registered.getClosure().getCompiledTask().getTemplate()),
        form(request.getSpec().getTemplate().toBuilder().setId(request.getId()).build()));
  }

  private static TaskTemplate form(TaskTemplate template) {
    return template.toBuilder().setInterface(WorkflowForm.of(template.getInterface())).build();
  }

  static List<Difference> differences(Workflow registered, WorkflowCreateRequest request) {
    WorkflowSpec.Builder there = WorkflowSpec.newBuilder();
    there.setTemplate(
        WorkflowForm.ofCompiled(
            registered.getClosure().getCompiledWorkflow().getPrimary().getTemplate()));
    registered.getClosure().getCompiledWorkflow().getSubWorkflowsList().stream()
        .map(CompiledWorkflow::getTemplate)
        .sorted(BY_NAME)
        .forEach(template -> there.addSubWorkflows(WorkflowForm.ofCompiled(template)));
    WorkflowSpec.Builder here = WorkflowSpec.newBuilder();
    here.setTemplate(
        WorkflowForm.of(
            request.getSpec().getTemplate().toBuilder().setId(request.getId()).build()));
    request.getSpec().getSubWorkflowsList().stream()
        .sorted(BY_NAME)
        .forEach(template -> here.addSubWorkflows(WorkflowForm.of(template)));
    return ProtoDiff.of("", there.build(), here.build());
  }

  static List<Difference> differences(LaunchPlan registered, LaunchPlanCreateRequest request) {
    LaunchPlanSpec here = request.getSpec();
    return ProtoDiff.of(
        "",
        form(registered.getSpec(), here.getDefaultInputs()),
        form(here, here.getDefaultInputs()));
  }

  /**
   * Without the inputs that flyteadmin adds because the workflow has them and nothing binds them.
   */
  private static LaunchPlanSpec form(LaunchPlanSpec spec, ParameterMap asked) {
    ParameterMap.Builder inputs = ParameterMap.newBuilder();
    spec.getDefaultInputs()
        .getParametersMap()
        .forEach(
            (name, parameter) -> {
              if (!parameter.getRequired() || asked.containsParameters(name)) {
                inputs.putParameters(name, parameter);
              }
            });
    LaunchPlanSpec.Builder form = spec.toBuilder().setDefaultInputs(inputs);
    if (inputs.getParametersCount() == 0) {
      form.clearDefaultInputs();
    }
    if (spec.getFixedInputs().getLiteralsCount() == 0) {
      form.clearFixedInputs();
    }
    return form.build();
  }
}
