package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanClosure;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanSpec;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskClosure;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.Workflow;
import flyteidl.admin.WorkflowOuterClass.WorkflowClosure;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Compiler.CompiledTask;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What has been created, by flyteadmin's rules. Safe for use by many threads. */
final class Registry implements Catalog {
  private final IdentifierRules identifiers;
  private final TaskRules taskRules;
  private final Map<EntityKey, Task> tasks = new LinkedHashMap<>();
  private final Map<EntityKey, Workflow> workflows = new LinkedHashMap<>();
  private final Map<EntityKey, LaunchPlan> launchPlans = new LinkedHashMap<>();
  private final Map<EntityKey, Message> requests = new LinkedHashMap<>();
  private final List<DescriptionEntity> descriptions = new ArrayList<>();
  private Instant last = Instant.EPOCH;

  Registry(IdentifierRules identifiers, TaskRules taskRules) {
    this.identifiers = identifiers;
    this.taskRules = taskRules;
  }

  IdentifierRules identifiers() {
    return identifiers;
  }

  synchronized void create(TaskCreateRequest request) {
    EntityKey key = IdentifierRules.require(request.hasId(), request.getId(), ResourceType.TASK);
    identifiers.requireRegistered(key);
    CompiledTask compiled =
        CompiledTask.newBuilder().setTemplate(taskRules.compile(request)).build();
    Task existing = tasks.get(key);
    if (existing != null) {
      throw ServerFields.equal(existing.getClosure().getCompiledTask(), compiled)
          ? Refusals.identical("task")
          : Refusals.different("task", request.getId());
    }
    DescriptionEntity.of(key.toIdentifier(), request.getSpec()).ifPresent(descriptions::add);
    requests.put(key, request);
    tasks.put(
        key,
        Task.newBuilder()
            .setId(key.toIdentifier())
            .setClosure(TaskClosure.newBuilder().setCompiledTask(compiled).setCreatedAt(now()))
            .build());
  }

  synchronized void create(WorkflowCreateRequest request) {
    EntityKey key =
        IdentifierRules.require(request.hasId(), request.getId(), ResourceType.WORKFLOW);
    identifiers.requireRegistered(key);
    if (!request.hasSpec() || !request.getSpec().hasTemplate()) {
      throw Refusals.missing("spec");
    }
    WorkflowTemplate template =
        request.getSpec().getTemplate().toBuilder().setId(request.getId()).build();
    CompiledWorkflowClosure compiled =
        WorkflowCompiler.compile(template, request.getSpec().getSubWorkflowsList(), this);
    Workflow existing = workflows.get(key);
    if (existing != null) {
      throw ServerFields.equal(existing.getClosure().getCompiledWorkflow(), compiled)
          ? Refusals.identical("workflow")
          : Refusals.different("workflow", request.getId());
    }
    DescriptionEntity.of(key.toIdentifier(), request.getSpec()).ifPresent(descriptions::add);
    requests.put(key, request);
    workflows.put(
        key,
        Workflow.newBuilder()
            .setId(key.toIdentifier())
            .setClosure(
                WorkflowClosure.newBuilder().setCompiledWorkflow(compiled).setCreatedAt(now()))
            .build());
  }

  synchronized void create(LaunchPlanCreateRequest request) {
    EntityKey workflow =
        IdentifierRules.require(
            request.getSpec().hasWorkflowId(),
            request.getSpec().getWorkflowId(),
            ResourceType.WORKFLOW);
    TypedInterface of =
        workflow(workflow)
            .getClosure()
            .getCompiledWorkflow()
            .getPrimary()
            .getTemplate()
            .getInterface();
    EntityKey key =
        IdentifierRules.require(request.hasId(), request.getId(), ResourceType.LAUNCH_PLAN);
    identifiers.requireRegistered(key);
    LaunchPlanSpec spec = LaunchPlanRules.complete(request, of);
    LaunchPlan existing = launchPlans.get(key);
    if (existing != null) {
      throw ServerFields.equal(existing.getSpec(), spec)
          ? Refusals.identical("launch plan")
          : Refusals.different("launch plan", request.getId());
    }
    requests.put(key, request);
    Timestamp now = now();
    launchPlans.put(
        key,
        LaunchPlan.newBuilder()
            .setId(key.toIdentifier())
            .setSpec(spec)
            .setClosure(
                LaunchPlanClosure.newBuilder()
                    .setExpectedInputs(spec.getDefaultInputs())
                    .setExpectedOutputs(of.getOutputs())
                    .setCreatedAt(now)
                    .setUpdatedAt(now))
            .build());
  }

  /**
   * The launch plan by which a task runs alone, made with its workflow of one node when it is first
   * needed.
   *
   * @see <a
   *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/util/single_task_execution.go">flyteadmin's
   *     single task executions</a>
   */
  synchronized LaunchPlan launchPlanOfTask(Identifier task) {
    SingleTask single = new SingleTask(task, task(task));
    EntityKey key = EntityKey.of(ResourceType.LAUNCH_PLAN, single.launchPlan().getId());
    if (!launchPlans.containsKey(key)) {
      create(single.workflow());
      create(single.launchPlan());
      requests.remove(EntityKey.of(ResourceType.WORKFLOW, single.workflow().getId()));
      requests.remove(key);
    }
    return launchPlan(key);
  }

  /** What a workflow has been compiled to. */
  synchronized CompiledWorkflowClosure compiled(Identifier workflow) {
    return workflow(EntityKey.of(ResourceType.WORKFLOW, workflow))
        .getClosure()
        .getCompiledWorkflow();
  }

  /**
   * Only one version of a launch plan is active at a time. An identifier without a version is that
   * of the first one that there is.
   */
  synchronized void setState(Identifier id, LaunchPlanState state) {
    EntityKey named = EntityKey.of(ResourceType.LAUNCH_PLAN, id);
    EntityKey key =
        !id.getVersion().isEmpty()
            ? named
            : launchPlans.keySet().stream()
                .filter(each -> each.withoutVersion().equals(named.withoutVersion()))
                .findFirst()
                .orElse(named);
    LaunchPlan found = launchPlan(key);
    if (state == LaunchPlanState.ACTIVE) {
      LaunchPlanRules.requireSchedulable(found.getSpec());
    }
    launchPlans.replaceAll(
        (each, plan) -> {
          if (each.equals(key)) {
            return withState(plan, state);
          }
          return state == LaunchPlanState.ACTIVE
                  && each.withoutVersion().equals(key.withoutVersion())
                  && plan.getClosure().getState() == LaunchPlanState.ACTIVE
              ? withState(plan, LaunchPlanState.INACTIVE)
              : plan;
        });
  }

  private LaunchPlan withState(LaunchPlan plan, LaunchPlanState state) {
    return plan.toBuilder()
        .setClosure(plan.getClosure().toBuilder().setState(state).setUpdatedAt(now()))
        .build();
  }

  synchronized Task task(EntityKey key) {
    return require(key, tasks);
  }

  synchronized Workflow workflow(EntityKey key) {
    return require(key, workflows);
  }

  synchronized LaunchPlan launchPlan(EntityKey key) {
    return require(key, launchPlans);
  }

  synchronized List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  synchronized List<Workflow> workflows() {
    return List.copyOf(workflows.values());
  }

  synchronized List<LaunchPlan> launchPlans() {
    return List.copyOf(launchPlans.values());
  }

  synchronized List<DescriptionEntity> descriptions() {
    return List.copyOf(descriptions);
  }

  /** What was created as it was asked for, in that order. */
  synchronized <T extends Message> List<T> requests(Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Message request : requests.values()) {
      if (type.isInstance(request)) {
        found.add(type.cast(request));
      }
    }
    return List.copyOf(found);
  }

  synchronized void clear() {
    tasks.clear();
    workflows.clear();
    launchPlans.clear();
    descriptions.clear();
    requests.clear();
  }

  @Override
  public TaskTemplate task(Identifier id) {
    return task(EntityKey.of(ResourceType.TASK, id)).getClosure().getCompiledTask().getTemplate();
  }

  @Override
  public LaunchPlan launchPlan(Identifier id) {
    return launchPlan(EntityKey.of(ResourceType.LAUNCH_PLAN, id));
  }

  private static <T> T require(EntityKey key, Map<EntityKey, T> table) {
    T found = table.get(key);
    if (found == null) {
      throw Refusals.notFound(key);
    }
    return found;
  }

  // Two entities never have the same time, so that sorting by it is the order of creation.
  private Timestamp now() {
    Instant now = Instant.now();
    last = now.isAfter(last) ? now : last.plusNanos(1000);
    return ServerTime.of(last);
  }
}
