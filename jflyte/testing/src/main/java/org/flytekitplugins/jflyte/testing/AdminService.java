package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Timestamp;
import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.admin.Common.NamedEntityIdentifierList;
import flyteidl.admin.Common.NamedEntityIdentifierListRequest;
import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.LaunchPlanOuterClass.ActiveLaunchPlanListRequest;
import flyteidl.admin.LaunchPlanOuterClass.ActiveLaunchPlanRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateResponse;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanList;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanState;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateRequest;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanUpdateResponse;
import flyteidl.admin.TaskOuterClass.Task;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateResponse;
import flyteidl.admin.TaskOuterClass.TaskList;
import flyteidl.admin.VersionOuterClass.GetVersionRequest;
import flyteidl.admin.VersionOuterClass.GetVersionResponse;
import flyteidl.admin.VersionOuterClass.Version;
import flyteidl.admin.WorkflowOuterClass.Workflow;
import flyteidl.admin.WorkflowOuterClass.WorkflowClosure;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateResponse;
import flyteidl.admin.WorkflowOuterClass.WorkflowList;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** flyteadmin's service: what is registered, and what is started of it. */
final class AdminService extends ExecutionCalls {
  private final Registry registry;
  private final CallDesk desk;
  private final String version;

  AdminService(
      Registry registry,
      Executions executions,
      Propeller propeller,
      CallDesk desk,
      String version) {
    super(executions, propeller, desk);
    this.registry = registry;
    this.desk = desk;
    this.version = version;
  }

  @Override
  public void createTask(TaskCreateRequest request, StreamObserver<TaskCreateResponse> caller) {
    desk.answer(
        "CreateTask",
        caller,
        () -> {
          registry.create(request);
          return TaskCreateResponse.getDefaultInstance();
        });
  }

  @Override
  public void createWorkflow(
      WorkflowCreateRequest request, StreamObserver<WorkflowCreateResponse> caller) {
    desk.answer(
        "CreateWorkflow",
        caller,
        () -> {
          registry.create(request);
          return WorkflowCreateResponse.getDefaultInstance();
        });
  }

  @Override
  public void createLaunchPlan(
      LaunchPlanCreateRequest request, StreamObserver<LaunchPlanCreateResponse> caller) {
    desk.answer(
        "CreateLaunchPlan",
        caller,
        () -> {
          registry.create(request);
          return LaunchPlanCreateResponse.getDefaultInstance();
        });
  }

  @Override
  public void updateLaunchPlan(
      LaunchPlanUpdateRequest request, StreamObserver<LaunchPlanUpdateResponse> caller) {
    desk.answer(
        "UpdateLaunchPlan",
        caller,
        () -> {
          registry.setState(request.getId(), request.getState());
          return LaunchPlanUpdateResponse.getDefaultInstance();
        });
  }

  @Override
  public void getTask(ObjectGetRequest request, StreamObserver<Task> caller) {
    desk.answer("GetTask", caller, () -> registry.task(key(request, ResourceType.TASK)));
  }

  @Override
  public void getWorkflow(ObjectGetRequest request, StreamObserver<Workflow> caller) {
    desk.answer(
        "GetWorkflow", caller, () -> registry.workflow(key(request, ResourceType.WORKFLOW)));
  }

  @Override
  public void getLaunchPlan(ObjectGetRequest request, StreamObserver<LaunchPlan> caller) {
    desk.answer(
        "GetLaunchPlan", caller, () -> registry.launchPlan(key(request, ResourceType.LAUNCH_PLAN)));
  }

  @Override
  public void getActiveLaunchPlan(
      ActiveLaunchPlanRequest request, StreamObserver<LaunchPlan> caller) {
    NamedEntityIdentifier id = request.getId();
    desk.answer(
        "GetActiveLaunchPlan",
        caller,
        () ->
            activeLaunchPlans().values().stream()
                .filter(plan -> named(plan.getId()).equals(id))
                .findFirst()
                .orElseThrow(
                    () ->
                        Status.NOT_FOUND
                            .withDescription(
                                "No active launch plan could be found: "
                                    + id.getProject()
                                    + ":"
                                    + id.getDomain()
                                    + ":"
                                    + id.getName())
                            .asRuntimeException()));
  }

  @Override
  public void listTasks(ResourceListRequest request, StreamObserver<TaskList> caller) {
    desk.answer(
        "ListTasks",
        caller,
        () -> {
          Listing.Page<Task> page = page(tasks(), request);
          return TaskList.newBuilder().addAllTasks(page.values()).setToken(page.token()).build();
        });
  }

  @Override
  public void listWorkflows(ResourceListRequest request, StreamObserver<WorkflowList> caller) {
    desk.answer(
        "ListWorkflows",
        caller,
        () -> {
          Listing.Page<Workflow> page = page(workflows(), request);
          return WorkflowList.newBuilder()
              .addAllWorkflows(page.values())
              .setToken(page.token())
              .build();
        });
  }

  @Override
  public void listLaunchPlans(ResourceListRequest request, StreamObserver<LaunchPlanList> caller) {
    desk.answer(
        "ListLaunchPlans",
        caller,
        () -> {
          Listing.Page<LaunchPlan> page = page(launchPlans(), request);
          return LaunchPlanList.newBuilder()
              .addAllLaunchPlans(page.values())
              .setToken(page.token())
              .build();
        });
  }

  @Override
  public void listActiveLaunchPlans(
      ActiveLaunchPlanListRequest request, StreamObserver<LaunchPlanList> caller) {
    desk.answer(
        "ListActiveLaunchPlans",
        caller,
        () -> {
          EntityListing<LaunchPlan> active = new EntityListing<>("launch_plan");
          activeLaunchPlans().values().forEach(plan -> add(active, plan));
          Listing.Page<LaunchPlan> page =
              active.page(
                  request.getProject(),
                  request.getDomain(),
                  "",
                  "",
                  request.hasSortBy(),
                  request.getSortBy(),
                  request.getLimit(),
                  request.getToken());
          return LaunchPlanList.newBuilder()
              .addAllLaunchPlans(page.values())
              .setToken(page.token())
              .build();
        });
  }

  @Override
  public void listTaskIds(
      NamedEntityIdentifierListRequest request, StreamObserver<NamedEntityIdentifierList> caller) {
    desk.answer(
        "ListTaskIds",
        caller,
        () -> ids("task", registry.tasks().stream().map(Task::getId).toList(), request));
  }

  @Override
  public void listWorkflowIds(
      NamedEntityIdentifierListRequest request, StreamObserver<NamedEntityIdentifierList> caller) {
    desk.answer(
        "ListWorkflowIds",
        caller,
        () ->
            ids("workflow", registry.workflows().stream().map(Workflow::getId).toList(), request));
  }

  @Override
  public void listLaunchPlanIds(
      NamedEntityIdentifierListRequest request, StreamObserver<NamedEntityIdentifierList> caller) {
    desk.answer(
        "ListLaunchPlanIds",
        caller,
        () ->
            ids(
                "launch_plan",
                registry.launchPlans().stream().map(LaunchPlan::getId).toList(),
                request));
  }

  @Override
  public void getVersion(GetVersionRequest request, StreamObserver<GetVersionResponse> caller) {
    desk.answer(
        "GetVersion",
        caller,
        () ->
            GetVersionResponse.newBuilder()
                .setControlPlaneVersion(Version.newBuilder().setVersion(version))
                .build());
  }

  private static EntityKey key(ObjectGetRequest request, ResourceType type) {
    return IdentifierRules.require(request.hasId(), request.getId(), type);
  }

  private EntityListing<Task> tasks() {
    EntityListing<Task> listing = new EntityListing<>("task");
    for (Task task : registry.tasks()) {
      listing.add(
          task.getId(),
          task.getClosure().getCreatedAt(),
          "",
          task.getClosure().getCompiledTask().getTemplate().getType(),
          task);
    }
    return listing;
  }

  /** Without what is compiled, as flyteadmin lists them. */
  private EntityListing<Workflow> workflows() {
    EntityListing<Workflow> listing = new EntityListing<>("workflow");
    for (Workflow workflow : registry.workflows()) {
      listing.add(
          workflow.getId(),
          workflow.getClosure().getCreatedAt(),
          "",
          "",
          workflow.toBuilder()
              .setClosure(
                  WorkflowClosure.newBuilder().setCreatedAt(workflow.getClosure().getCreatedAt()))
              .build());
    }
    return listing;
  }

  private EntityListing<LaunchPlan> launchPlans() {
    EntityListing<LaunchPlan> listing = new EntityListing<>("launch_plan");
    registry.launchPlans().forEach(plan -> add(listing, plan));
    return listing;
  }

  private Listing.Page<LaunchPlan> activeLaunchPlans() {
    List<LaunchPlan> active =
        registry.launchPlans().stream()
            .filter(plan -> plan.getClosure().getState() == LaunchPlanState.ACTIVE)
            .toList();
    return new Listing.Page<>(active, "");
  }

  private static void add(EntityListing<LaunchPlan> listing, LaunchPlan plan) {
    listing.add(
        plan.getId(),
        plan.getClosure().getCreatedAt(),
        Integer.toString(plan.getClosure().getStateValue()),
        "",
        plan);
  }

  private static <T> Listing.Page<T> page(EntityListing<T> listing, ResourceListRequest request) {
    if (!request.hasId()) {
      throw Refusals.missing("id");
    }
    return listing.page(
        request.getId().getProject(),
        request.getId().getDomain(),
        request.getId().getName(),
        request.getFilters(),
        request.hasSortBy(),
        request.getSortBy(),
        request.getLimit(),
        request.getToken());
  }

  private static NamedEntityIdentifierList ids(
      String entity, List<Identifier> all, NamedEntityIdentifierListRequest request) {
    EntityListing<NamedEntityIdentifier> listing = new EntityListing<>(entity);
    Set<NamedEntityIdentifier> seen = new LinkedHashSet<>();
    for (Identifier id : all) {
      if (seen.add(named(id))) {
        listing.add(id, Timestamp.getDefaultInstance(), "", "", named(id));
      }
    }
    Listing.Page<NamedEntityIdentifier> page =
        listing.page(
            request.getProject(),
            request.getDomain(),
            "",
            request.getFilters(),
            request.hasSortBy(),
            request.getSortBy(),
            request.getLimit(),
            request.getToken());
    return NamedEntityIdentifierList.newBuilder()
        .addAllEntities(page.values())
        .setToken(page.token())
        .build();
  }

  private static NamedEntityIdentifier named(Identifier id) {
    return NamedEntityIdentifier.newBuilder()
        .setProject(id.getProject())
        .setDomain(id.getDomain())
        .setName(id.getName())
        .build();
  }
}
