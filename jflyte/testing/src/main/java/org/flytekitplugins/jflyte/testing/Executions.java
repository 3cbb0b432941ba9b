package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.UnknownFieldSet;
import flyteidl.admin.Common.ResourceListRequest;
import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionClosure;
import flyteidl.admin.ExecutionOuterClass.ExecutionCreateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionList;
import flyteidl.admin.ExecutionOuterClass.ExecutionMetadata;
import flyteidl.admin.ExecutionOuterClass.ExecutionMetadata.ExecutionMode;
import flyteidl.admin.ExecutionOuterClass.ExecutionRecoverRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionRelaunchRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionSpec;
import flyteidl.admin.ExecutionOuterClass.ExecutionStateChangeDetails;
import flyteidl.admin.ExecutionOuterClass.ExecutionTerminateRequest;
import flyteidl.admin.ExecutionOuterClass.ExecutionUpdateRequest;
import flyteidl.admin.ExecutionOuterClass.SystemMetadata;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetDataResponse;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionGetDataResponse;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionList;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionGetDataResponse;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionList;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.Execution.ExecutionError;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.IdentifierOuterClass.TaskExecutionIdentifier;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import flyteidl.core.Literals.LiteralMap;
import flyteidl.core.Security.Identity;
import flyteidl.core.Security.SecurityContext;
import flyteidl.event.Event.NodeExecutionEvent;
import flyteidl.event.Event.TaskExecutionEvent;
import flyteidl.event.Event.WorkflowExecutionEvent;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.internal.FlyteidlField;

/**
 * What was started, by flyteadmin's rules, and what events have told of it since. A workflow is
 * started by a launch plan only, a task by itself. Safe for use by many threads.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/execution_manager.go">flyteadmin's
 *     executions</a>
 */
final class Executions {
  /** As much of an error as a list shows. */
  private static final int LISTED_MESSAGE = 100;

  private static final String NAME_CHARACTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int NAME_LENGTH = 20;

  private final Registry registry;
  private final OffloadedLiterals literals = new OffloadedLiterals();
  private final SecureRandom random = new SecureRandom();
  private final List<ExecutionCreateRequest> requests = new ArrayList<>();
  private final Map<WorkflowExecutionIdentifier, ExecutionRow> rows = new LinkedHashMap<>();

  Executions(Registry registry) {
    this.registry = registry;
  }

  synchronized WorkflowExecutionIdentifier create(ExecutionCreateRequest request) {
    WorkflowExecutionIdentifier id = launch(withInputs(request));
    requests.add(request);
    return id;
  }

  /** Starts what others than flyteadmin have accepted, by rules of their own. */
  synchronized void start(
      WorkflowExecutionIdentifier id, CompiledWorkflowClosure workflow, LiteralMap inputs) {
    var now = ServerTime.now();
    Execution execution =
        Execution.newBuilder()
            .setId(id)
            .setClosure(ExecutionClosure.newBuilder().setCreatedAt(now).setUpdatedAt(now))
            .build();
    rows.put(id, new ExecutionRow(execution, workflow, inputs, inputs, literals));
  }

  // Older clients give them within the spec.
  @SuppressWarnings("deprecation")
  private static ExecutionCreateRequest withInputs(ExecutionCreateRequest request) {
    return request.getInputs().getLiteralsCount() > 0 || !request.getSpec().hasInputs()
        ? request
        : request.toBuilder().setInputs(request.getSpec().getInputs()).build();
  }

  private WorkflowExecutionIdentifier launch(ExecutionCreateRequest request) {
    ExecutionRules.require(request, registry.identifiers());
    Identifier target = request.getSpec().getLaunchPlan();
    // Whatever else is asked for is looked for among the launch plans.
    LaunchPlan plan =
        target.getResourceType() == ResourceType.TASK
            ? registry.launchPlanOfTask(target)
            : registry.launchPlan(target);
    LiteralMap inputs = ExecutionRules.inputs(plan, request.getInputs());
    WorkflowExecutionIdentifier id =
        WorkflowExecutionIdentifier.newBuilder()
            .setProject(request.getProject())
            .setDomain(request.getDomain())
            .setName(request.getName().isEmpty() ? newName() : request.getName())
            .build();
    if (rows.containsKey(id)) {
      throw Refusals.alreadyRecorded(
          "value with matching already exists (duplicate key value violates unique constraint"
              + " \"executions_pkey\")");
    }
    var now = ServerTime.now();
    ExecutionClosure.Builder closure =
        ExecutionClosure.newBuilder()
            .setCreatedAt(now)
            .setUpdatedAt(now)
            .setWorkflowId(plan.getSpec().getWorkflowId())
            .setStateChangeDetails(ExecutionStateChangeDetails.newBuilder().setOccurredAt(now));
    if (request.getSpec().getNotifications().getNotificationsCount() > 0) {
      closure.addAllNotifications(request.getSpec().getNotifications().getNotificationsList());
    } else if (!request.getSpec().getDisableAll()) {
      closure.addAllNotifications(plan.getSpec().getEntityMetadata().getNotificationsList());
    }
    Execution execution =
        Execution.newBuilder()
            .setId(id)
            .setSpec(resolved(request.getSpec(), plan))
            .setClosure(closure)
            .build();
    rows.put(
        id,
        new ExecutionRow(
            execution,
            registry.compiled(plan.getSpec().getWorkflowId()),
            request.getInputs(),
            inputs,
            literals));
    return id;
  }

  private String newName() {
    StringBuilder name = new StringBuilder("a");
    while (name.length() < NAME_LENGTH) {
      name.append(NAME_CHARACTERS.charAt(random.nextInt(NAME_CHARACTERS.length())));
    }
    return name.toString();
  }

  private static ExecutionSpec resolved(ExecutionSpec asked, LaunchPlan plan) {
    ExecutionSpec.Builder spec = asked.toBuilder();
    spec.getMetadataBuilder().setSystemMetadata(SystemMetadata.getDefaultInstance());
    SecurityContext security =
        asked.hasSecurityContext()
            ? asked.getSecurityContext()
            : plan.getSpec().getSecurityContext();
    return spec.setSecurityContext(
            security.hasRunAs()
                ? security
                : security.toBuilder().setRunAs(Identity.getDefaultInstance()).build())
        .build();
  }

  synchronized WorkflowExecutionIdentifier relaunch(ExecutionRelaunchRequest request) {
    ExecutionRow existing = row(request.getId());
    ExecutionSpec.Builder spec = again(existing, ExecutionMode.RELAUNCH);
    UnknownFieldSet.Field overwrite =
        request.getUnknownFields().getField(FlyteidlField.EXECUTION_RELAUNCH_OVERWRITE_CACHE);
    spec.setUnknownFields(
        UnknownFieldSet.newBuilder(spec.getUnknownFields())
            .clearField(FlyteidlField.EXECUTION_SPEC_OVERWRITE_CACHE)
            .mergeField(FlyteidlField.EXECUTION_SPEC_OVERWRITE_CACHE, overwrite)
            .build());
    return launch(request(request.getId(), request.getName(), spec, existing));
  }

  synchronized WorkflowExecutionIdentifier recover(ExecutionRecoverRequest request) {
    ExecutionRow existing = row(request.getId());
    ExecutionSpec.Builder spec = again(existing, ExecutionMode.RECOVERED);
    if (request.getMetadata().hasParentNodeExecution()) {
      spec.getMetadataBuilder()
          .setParentNodeExecution(request.getMetadata().getParentNodeExecution());
    }
    return launch(request(request.getId(), request.getName(), spec, existing));
  }

  private static ExecutionSpec.Builder again(ExecutionRow existing, ExecutionMode mode) {
    Execution execution = existing.answer();
    ExecutionMetadata metadata =
        execution.getSpec().getMetadata().toBuilder()
            .setMode(mode)
            .setReferenceExecution(execution.getId())
            .build();
    return execution.getSpec().toBuilder().setMetadata(metadata);
  }

  private static ExecutionCreateRequest request(
      WorkflowExecutionIdentifier id,
      String name,
      ExecutionSpec.Builder spec,
      ExecutionRow existing) {
    return ExecutionCreateRequest.newBuilder()
        .setProject(id.getProject())
        .setDomain(id.getDomain())
        .setName(name)
        .setSpec(spec)
        .setInputs(existing.userInputs())
        .build();
  }

  synchronized void terminate(ExecutionTerminateRequest request) {
    row(ExecutionRules.require(request.hasId(), request.getId())).abort(request.getCause());
  }

  synchronized void update(ExecutionUpdateRequest request) {
    row(ExecutionRules.require(request.hasId(), request.getId())).setState(request.getState());
  }

  synchronized Execution execution(boolean given, WorkflowExecutionIdentifier id) {
    return row(ExecutionRules.require(given, id)).answer();
  }

  @SuppressWarnings("deprecation") // what is too big for an answer can be had in no other way
  synchronized WorkflowExecutionGetDataResponse data(WorkflowExecutionIdentifier id) {
    ExecutionRow row = row(id);
    return WorkflowExecutionGetDataResponse.newBuilder()
        .setInputs(literals.blob(row.inputUri()))
        .setOutputs(literals.blob(row.outputUri()))
        .setFullInputs(literals.inAnswer(row.inputUri()))
        .setFullOutputs(literals.inAnswer(row.outputUri()))
        .build();
  }

  synchronized ExecutionList list(ResourceListRequest request) {
    if (!request.hasId()) {
      throw Refusals.missing("id");
    }
    IdentifierRules.requireField(request.getId().getProject(), "project");
    IdentifierRules.requireField(request.getId().getDomain(), "domain");
    List<Execution> all = new ArrayList<>();
    for (ExecutionRow row : rows.values()) {
      WorkflowExecutionIdentifier id = row.answer().getId();
      if (id.getProject().equals(request.getId().getProject())
          && id.getDomain().equals(request.getId().getDomain())
          && (request.getId().getName().isEmpty()
              || id.getName().equals(request.getId().getName()))) {
        all.add(listed(row.answer()));
      }
    }
    Listing.Page<Execution> page =
        ExecutionTables.executions(all, request.getFilters())
            .page(
                request.getFilters(),
                request.hasSortBy(),
                request.getSortBy(),
                request.getLimit(),
                request.getToken());
    return ExecutionList.newBuilder()
        .addAllExecutions(page.values())
        .setToken(page.token())
        .build();
  }

  @SuppressWarnings("deprecation") // inputs of old are left out
  private static Execution listed(Execution execution) {
    Execution.Builder listed = execution.toBuilder();
    listed.getSpecBuilder().clearInputs();
    if (execution.getClosure().hasError()) {
      listed.getClosureBuilder().setError(shortened(execution.getClosure().getError()));
    }
    return listed.build();
  }

  private static ExecutionError shortened(ExecutionError error) {
    String message = error.getMessage();
    return message.length() <= LISTED_MESSAGE
        ? error
        : error.toBuilder().setMessage(message.substring(0, LISTED_MESSAGE)).build();
  }

  synchronized NodeExecution node(NodeExecutionIdentifier id) {
    return nodeRow(id).answer();
  }

  @SuppressWarnings("deprecation") // what is too big for an answer can be had in no other way
  synchronized NodeExecutionGetDataResponse nodeData(NodeExecutionIdentifier id) {
    NodeExecution node = nodeRow(id).answer();
    String outputs = node.getClosure().getOutputUri();
    return NodeExecutionGetDataResponse.newBuilder()
        .setInputs(literals.blob(node.getInputUri()))
        .setOutputs(literals.blob(outputs))
        .setFullInputs(literals.inAnswer(node.getInputUri()))
        .setFullOutputs(literals.inAnswer(outputs))
        .build();
  }

  synchronized NodeExecutionList nodes(NodeExecutionListRequest request) {
    WorkflowExecutionIdentifier id = request.getWorkflowExecutionId();
    if (id.getProject().isEmpty() || id.getDomain().isEmpty() || id.getName().isEmpty()) {
      throw Refusals.missing("execution_id");
    }
    String parent = request.getUniqueParentId();
    if (!parent.isEmpty()) {
      NodeRow unused =
          nodeRow(
              NodeExecutionIdentifier.newBuilder().setExecutionId(id).setNodeId(parent).build());
    }
    List<NodeExecution> all = new ArrayList<>();
    // An execution that there is not has no nodes.
    ExecutionRow row = rows.get(id);
    if (row != null) {
      for (NodeRow node : row.nodes().values()) {
        if (node.parent().equals(parent)) {
          NodeExecution.Builder listed = node.answer().toBuilder();
          if (listed.getClosure().hasError()) {
            listed.getClosureBuilder().setError(shortened(listed.getClosure().getError()));
          }
          all.add(listed.build());
        }
      }
    }
    Listing.Page<NodeExecution> page =
        ExecutionTables.nodes(all)
            .page(
                request.getFilters(),
                request.hasSortBy(),
                request.getSortBy(),
                request.getLimit(),
                request.getToken());
    return NodeExecutionList.newBuilder()
        .addAllNodeExecutions(page.values())
        .setToken(page.token())
        .build();
  }

  synchronized TaskExecution task(TaskExecutionIdentifier id) {
    return taskRow(id).answer();
  }

  @SuppressWarnings("deprecation") // what is too big for an answer can be had in no other way
  synchronized TaskExecutionGetDataResponse taskData(TaskExecutionIdentifier id) {
    TaskExecution task = taskRow(id).answer();
    String outputs = task.getClosure().getOutputUri();
    return TaskExecutionGetDataResponse.newBuilder()
        .setInputs(literals.blob(task.getInputUri()))
        .setOutputs(literals.blob(outputs))
        .setFullInputs(literals.inAnswer(task.getInputUri()))
        .setFullOutputs(literals.inAnswer(outputs))
        .build();
  }

  synchronized TaskExecutionList tasks(TaskExecutionListRequest request) {
    NodeExecutionIdentifier id = request.getNodeExecutionId();
    requireNode(request.hasNodeExecutionId(), id);
    List<TaskExecution> all = new ArrayList<>();
    ExecutionRow row = rows.get(id.getExecutionId());
    NodeRow node = row == null ? null : row.nodes().get(id.getNodeId());
    if (node != null) {
      for (TaskRow task : node.tasks().values()) {
        TaskExecution.Builder listed = task.answer().toBuilder();
        if (listed.getClosure().hasError()) {
          listed.getClosureBuilder().setError(shortened(listed.getClosure().getError()));
        }
        all.add(listed.build());
      }
    }
    Listing.Page<TaskExecution> page =
        ExecutionTables.tasks(all)
            .page(
                request.getFilters(),
                request.hasSortBy(),
                request.getSortBy(),
                request.getLimit(),
                request.getToken());
    return TaskExecutionList.newBuilder()
        .addAllTaskExecutions(page.values())
        .setToken(page.token())
        .build();
  }

  synchronized void record(WorkflowExecutionEvent event) {
    if (!event.hasExecutionId()) {
      throw Refusals.invalidArgument(
          "Workflow event handler request event doesn't have an execution id - "
              + Refusals.oneLine(event));
    }
    row(event.getExecutionId()).change(event);
  }

  synchronized void record(NodeExecutionEvent event) {
    requireNode(event.hasId(), event.getId());
    ExecutionRow execution = row(event.getId().getExecutionId());
    if (event.hasParentNodeMetadata()) {
      NodeRow unused = nodeRow(node(event.getId(), event.getParentNodeMetadata().getNodeId()));
    }
    if (event.hasWorkflowNodeMetadata()) {
      ExecutionRow unused = row(event.getWorkflowNodeMetadata().getExecutionId());
    }
    NodeRow existing = execution.nodes().get(event.getId().getNodeId());
    if (existing == null) {
      execution.nodes().put(event.getId().getNodeId(), new NodeRow(event, literals));
    } else {
      existing.change(event);
    }
  }

  private static NodeExecutionIdentifier node(NodeExecutionIdentifier id, String nodeId) {
    return id.toBuilder().setNodeId(nodeId).build();
  }

  synchronized void record(TaskExecutionEvent event) {
    requireNode(event.hasParentNodeExecutionId(), event.getParentNodeExecutionId());
    NodeRow node = nodeRow(event.getParentNodeExecutionId());
    TaskExecutionIdentifier id = TaskRow.id(event);
    TaskRow existing = node.tasks().get(id);
    if (existing == null) {
      node.tasks().put(id, new TaskRow(event, literals));
    } else {
      existing.change(event);
    }
  }

  private static void requireNode(boolean given, NodeExecutionIdentifier id) {
    if (!given) {
      throw Refusals.missing("id");
    }
    if (!id.hasExecutionId()) {
      throw Refusals.missing("execution_id");
    }
    IdentifierRules.requireField(id.getNodeId(), "node_id");
    WorkflowExecutionIdentifier unused = ExecutionRules.require(true, id.getExecutionId());
  }

  private ExecutionRow row(WorkflowExecutionIdentifier id) {
    ExecutionRow row = rows.get(id);
    if (row == null) {
      throw Refusals.notFound("execution", id);
    }
    return row;
  }

  private NodeRow nodeRow(NodeExecutionIdentifier id) {
    ExecutionRow execution = rows.get(id.getExecutionId());
    NodeRow row = execution == null ? null : execution.nodes().get(id.getNodeId());
    if (row == null) {
      throw Refusals.notFound("node execution", id);
    }
    return row;
  }

  private TaskRow taskRow(TaskExecutionIdentifier id) {
    requireNode(id.hasNodeExecutionId(), id.getNodeExecutionId());
    ExecutionRow execution = rows.get(id.getNodeExecutionId().getExecutionId());
    NodeRow node =
        execution == null ? null : execution.nodes().get(id.getNodeExecutionId().getNodeId());
    TaskRow row = node == null ? null : node.tasks().get(id);
    if (row == null) {
      throw Refusals.notFound("task execution", id);
    }
    return row;
  }

  /** An execution in the hands of whoever plays it. */
  synchronized PlayedExecution played(WorkflowExecutionIdentifier id) {
    ExecutionRow row = row(id);
    return new PlayedExecution(this, literals, id, row.workflow(), literals.get(row.inputUri()));
  }

  /** All of them, in the order in which they were started. */
  synchronized List<PlayedExecution> played() {
    return rows.keySet().stream().map(this::played).toList();
  }

  synchronized boolean hasEnded(WorkflowExecutionIdentifier id) {
    return row(id).hasEnded();
  }

  synchronized LiteralMap outputs(WorkflowExecutionIdentifier id) {
    return literals.get(row(id).outputUri());
  }

  /** The nodes that have not ended, those within others first. */
  synchronized List<NodeExecutionIdentifier> runningNodes(WorkflowExecutionIdentifier id) {
    List<NodeExecutionIdentifier> running = new ArrayList<>();
    for (NodeRow node : row(id).nodes().values()) {
      if (node.isRunning()) {
        running.add(0, node.answer().getId());
      }
    }
    return running;
  }

  /** The attempts of a node that have not ended. */
  synchronized List<TaskExecutionIdentifier> runningTasks(NodeExecutionIdentifier id) {
    return nodeRow(id).tasks().entrySet().stream()
        .filter(task -> task.getValue().isRunning())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What was asked for by CreateExecution and started, in that order. */
  synchronized List<ExecutionCreateRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized void clear() {
    requests.clear();
    rows.clear();
    literals.clear();
  }
}
