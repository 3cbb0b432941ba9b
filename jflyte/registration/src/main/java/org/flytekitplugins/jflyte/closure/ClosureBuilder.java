package org.flytekitplugins.jflyte.closure;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskSpec;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowSpec;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.LaunchPlanIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.DocumentationIdl;
import org.flytekitplugins.jflyte.idl.IdentifierIdl;
import org.flytekitplugins.jflyte.idl.LaunchPlanIdl;
import org.flytekitplugins.jflyte.idl.WorkflowIdl;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.spi.Documentation;
import org.flytekitplugins.spi.FailureNode;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/** Closes a package: completes it, checks it, and puts it into Flyte's form. */
final class ClosureBuilder {
  private static final Comparator<Identifier> BY_NAME =
      Comparator.comparing(Identifier::getName)
          .thenComparing(Identifier::getProject)
          .thenComparing(Identifier::getDomain)
          .thenComparing(Identifier::getVersion);

  private final LoadedPackage loaded;
  private final ClosureContext context;
  private final ReferenceCompletion references;
  private final EntityInterfaces interfaces = new EntityInterfaces();
  private final TreeMap<Identifier, TaskSpec> tasks = new TreeMap<>(BY_NAME);
  private final TreeMap<Identifier, WorkflowTemplate> workflows = new TreeMap<>(BY_NAME);
  private final TreeMap<Identifier, LaunchPlanSpec> launchPlans = new TreeMap<>(BY_NAME);

  ClosureBuilder(LoadedPackage loaded, ClosureContext context) {
    this.loaded = loaded;
    this.context = context;
    this.references = new ReferenceCompletion(loaded, context.target(), context.latestVersions());
  }

  ProjectClosure build() {
    makeTasks();
    makeWorkflows();
    makeLaunchPlans();
    addFailureNodes();
    SubWorkflows subWorkflows = new SubWorkflows(workflows);
    workflows.values().forEach(workflow -> new WorkflowCheck(workflow, interfaces).run());
    return new ProjectClosure(taskRequests(), workflowRequests(subWorkflows), launchPlanRequests());
  }

  private void makeTasks() {
    new TaskTemplates(loaded, context.images(), context.source())
        .all()
        .forEach(
            (id, template) -> {
              tasks.put(template.getId(), spec(template, loaded.extensions().get(id)));
              interfaces.add(template.getId(), template.getInterface());
            });
  }

  private static TaskSpec spec(TaskTemplate template, @Nullable TaskTemplateExtension extension) {
    TaskSpec.Builder spec = TaskSpec.newBuilder().setTemplate(template);
    Documentation documentation = extension == null ? null : extension.getDocumentation();
    if (documentation != null) {
      spec.setUnknownFields(DocumentationIdl.ofTask(documentation));
    }
    return spec.build();
  }

  private void makeWorkflows() {
    WorkflowCompletion completion = new WorkflowCompletion(references);
    for (Map.Entry<WorkflowIdentifier, org.flyte.api.v1.WorkflowTemplate> entry :
        loaded.workflows().entrySet()) {
      WorkflowIdentifier id = entry.getKey();
      EntityName.check("workflow", id.name());
      WorkflowTemplate template =
          WorkflowIdl.toIdl(
              id,
              completion.complete(entry.getValue(), "workflow " + id.name()),
              loaded.workflowExtensions().get(id));
      workflows.put(template.getId(), template);
      interfaces.add(template.getId(), template.getInterface());
    }
  }

  private void addFailureNodes() {
    FailureNodes failureNodes = new FailureNodes(references, interfaces);
    loaded
        .workflowExtensions()
        .forEach(
            (id, extension) -> {
              FailureNode failureNode = extension.getFailureNode();
              if (failureNode != null) {
                workflows.computeIfPresent(
                    IdentifierIdl.toIdl(id),
                    (workflowId, workflow) ->
                        workflow.toBuilder()
                            .setFailureNode(failureNodes.of(workflow, failureNode))
                            .build());
              }
            });
  }

  private void makeLaunchPlans() {
    requireLaunchPlansOfSettings();
    for (Map.Entry<LaunchPlanIdentifier, LaunchPlan> entry : loaded.launchPlans().entrySet()) {
      LaunchPlan launchPlan = entry.getValue();
      EntityName.check("launch plan", launchPlan.name());
      String place = "launch plan " + launchPlan.name();
      PartialWorkflowIdentifier workflow = references.complete(launchPlan.workflowId(), place);
      LaunchPlanSpec spec =
          LaunchPlanIdl.toIdl(
              launchPlan, workflow, loaded.launchPlanSettings().get(entry.getKey()));
      ScheduleCheck.check(spec.getEntityMetadata().getSchedule(), place);
      Identifier id = IdentifierIdl.toIdl(entry.getKey());
      launchPlans.put(id, spec);
      EntityInterfaces.Callable callable = interfaces.get(spec.getWorkflowId());
      if (callable != null) {
        TypedInterface typedInterface = callable.typedInterface();
        new LaunchPlanCheck(place, spec, typedInterface).run();
        interfaces.addLaunchPlan(
            id,
            typedInterface,
            spec.getFixedInputs().getLiteralsMap().keySet(),
            spec.getDefaultInputs().getParametersMap());
      }
    }
  }

  private void requireLaunchPlansOfSettings() {
    Set<String> names = new TreeSet<>();
    loaded.launchPlans().keySet().forEach(id -> names.add(id.name()));
    for (LaunchPlanIdentifier id : loaded.launchPlanSettings().keySet()) {
      if (!names.contains(id.name())) {
        throw new JflyteException(
            String.format(
                "getLaunchPlanSettings() speaks of launch plan \"%s\", which the package does not"
                    + " hold (it holds: %s): name one that an SdkLaunchPlanRegistry yields",
                id.name(), names.isEmpty() ? "none" : String.join(", ", names)));
      }
    }
  }

  private List<TaskCreateRequest> taskRequests() {
    List<TaskCreateRequest> requests = new ArrayList<>();
    tasks.forEach(
        (id, spec) -> requests.add(TaskCreateRequest.newBuilder().setId(id).setSpec(spec).build()));
    return requests;
  }

  private List<WorkflowCreateRequest> workflowRequests(SubWorkflows subWorkflows) {
    Map<Identifier, Documentation> documentation = workflowDocumentation();
    List<WorkflowCreateRequest> requests = new ArrayList<>();
    workflows.forEach(
        (id, template) -> {
          TreeMap<Identifier, WorkflowTemplate> parts = new TreeMap<>(BY_NAME);
          parts.putAll(subWorkflows.of(id));
          WorkflowSpec.Builder spec =
              WorkflowSpec.newBuilder().setTemplate(template).addAllSubWorkflows(parts.values());
          Documentation said = documentation.get(id);
          if (said != null) {
            spec.setUnknownFields(DocumentationIdl.ofWorkflow(said));
          }
          requests.add(WorkflowCreateRequest.newBuilder().setId(id).setSpec(spec).build());
        });
    return requests;
  }

  private Map<Identifier, Documentation> workflowDocumentation() {
    Map<Identifier, Documentation> documentation = new HashMap<>();
    loaded
        .workflowExtensions()
        .forEach(
            (id, extension) -> {
              Documentation said = extension.getDocumentation();
              if (said != null) {
                documentation.put(IdentifierIdl.toIdl(id), said);
              }
            });
    return documentation;
  }

  private List<LaunchPlanCreateRequest> launchPlanRequests() {
    List<LaunchPlanCreateRequest> requests = new ArrayList<>();
    launchPlans.forEach(
        (id, spec) ->
            requests.add(LaunchPlanCreateRequest.newBuilder().setId(id).setSpec(spec).build()));
    return requests;
  }
}
