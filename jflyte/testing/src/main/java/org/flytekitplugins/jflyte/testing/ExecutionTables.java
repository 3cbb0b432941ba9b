package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.ExecutionOuterClass.Execution;
import flyteidl.admin.ExecutionOuterClass.ExecutionMetadata;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecution;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.IdentifierOuterClass.WorkflowExecutionIdentifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of executions, with the columns that filters and sort keys name. */
final class ExecutionTables {
  private static final String STATE = "state";
  private static final List<String> KEY =
      List.of("execution_project", "execution_domain", "execution_name");
  // Of what was started; flyteadmin joins their tables.
  private static final List<String> JOINED =
      List.of(
          "workflow.name",
          "workflow.version",
          "launch_plan.name",
          "launch_plan.version",
          "task.name",
          "task.version");

  private ExecutionTables() {}

  static Listing<Execution> executions(Collection<Execution> all, String filters) {
    List<String> columns = new ArrayList<>(KEY);
    columns.addAll(List.of("project", "domain", "name"));
    columns.addAll(
        List.of(
            "created_at",
            "updated_at",
            "started_at",
            "phase",
            STATE,
            "mode",
            "cluster",
            "user",
            "abort_cause",
            "error_kind",
            "error_code",
            "launch_entity"));
    columns.addAll(JOINED);
    Listing<Execution> listing = new Listing<>("execution", columns, "ListExecutions");
    // Who does not ask for archived ones does not get them.
    boolean archivedToo = filters.contains(STATE + ",");
    for (Execution execution : all) {
      Map<String, String> row = row(execution);
      if (archivedToo || row.getOrDefault(STATE, "").equals("0")) {
        listing.add(row, execution);
      }
    }
    return listing;
  }

  private static Map<String, String> row(Execution execution) {
    Map<String, String> row = key(execution.getId());
    var closure = execution.getClosure();
    row.put("created_at", ServerTime.sortable(closure.getCreatedAt()));
    row.put("updated_at", ServerTime.sortable(closure.getUpdatedAt()));
    row.put("started_at", ServerTime.sortable(closure.getStartedAt()));
    row.put("phase", closure.getPhase().name());
    row.put(STATE, Integer.toString(closure.getStateChangeDetails().getStateValue()));
    ExecutionMetadata metadata = execution.getSpec().getMetadata();
    row.put("mode", Integer.toString(metadata.getModeValue()));
    row.put("user", metadata.getPrincipal());
    row.put("cluster", metadata.getSystemMetadata().getExecutionCluster());
    row.put("abort_cause", closure.getAbortMetadata().getCause());
    if (closure.hasError()) {
      row.put("error_kind", closure.getError().getKind().name());
      row.put("error_code", closure.getError().getCode());
    }
    Identifier target = execution.getSpec().getLaunchPlan();
    String entity = target.getResourceType() == ResourceType.TASK ? "task" : "launch_plan";
    row.put("launch_entity", target.getResourceType().name().toLowerCase(Locale.ROOT));
    row.put(entity + ".name", target.getName());
    row.put(entity + ".version", target.getVersion());
    row.put("workflow.name", closure.getWorkflowId().getName());
    row.put("workflow.version", closure.getWorkflowId().getVersion());
    return row;
  }

  private static Map<String, String> key(WorkflowExecutionIdentifier id) {
    Map<String, String> row = new HashMap<>();
    row.put("execution_project", id.getProject());
    row.put("execution_domain", id.getDomain());
    row.put("execution_name", id.getName());
    row.put("project", id.getProject());
    row.put("domain", id.getDomain());
    row.put("name", id.getName());
    return row;
  }

  static Listing<NodeExecution> nodes(Collection<NodeExecution> all) {
    List<String> columns = new ArrayList<>(KEY);
    columns.addAll(
        List.of(
            "node_id",
            "phase",
            "created_at",
            "updated_at",
            "started_at",
            "error_kind",
            "error_code"));
    Listing<NodeExecution> listing = new Listing<>("node_execution", columns, "ListNodeExecutions");
    for (NodeExecution node : all) {
      Map<String, String> row = key(node.getId().getExecutionId());
      var closure = node.getClosure();
      row.put("node_id", node.getId().getNodeId());
      row.put("phase", closure.getPhase().name());
      row.put("created_at", ServerTime.sortable(closure.getCreatedAt()));
      row.put("updated_at", ServerTime.sortable(closure.getUpdatedAt()));
      row.put("started_at", ServerTime.sortable(closure.getStartedAt()));
      if (closure.hasError()) {
        row.put("error_kind", closure.getError().getKind().name());
        row.put("error_code", closure.getError().getCode());
      }
      listing.add(row, node);
    }
    return listing;
  }

  static Listing<TaskExecution> tasks(Collection<TaskExecution> all) {
    List<String> columns = new ArrayList<>(KEY);
    columns.addAll(
        List.of(
            "project",
            "domain",
            "name",
            "version",
            "node_id",
            "retry_attempt",
            "phase",
            "created_at",
            "updated_at",
            "started_at"));
    Listing<TaskExecution> listing = new Listing<>("task_execution", columns, "ListTaskExecutions");
    for (TaskExecution task : all) {
      Map<String, String> row = key(task.getId().getNodeExecutionId().getExecutionId());
      var closure = task.getClosure();
      row.put("project", task.getId().getTaskId().getProject());
      row.put("domain", task.getId().getTaskId().getDomain());
      row.put("name", task.getId().getTaskId().getName());
      row.put("version", task.getId().getTaskId().getVersion());
      row.put("node_id", task.getId().getNodeExecutionId().getNodeId());
      row.put("retry_attempt", Integer.toString(task.getId().getRetryAttempt()));
      row.put("phase", closure.getPhase().name());
      row.put("created_at", ServerTime.sortable(closure.getCreatedAt()));
      row.put("updated_at", ServerTime.sortable(closure.getUpdatedAt()));
      row.put("started_at", ServerTime.sortable(closure.getStartedAt()));
      listing.add(row, task);
    }
    return listing;
  }
}
