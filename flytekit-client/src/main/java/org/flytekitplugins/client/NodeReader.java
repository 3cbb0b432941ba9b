package org.flytekitplugins.client;

import flyteidl.admin.Common.ObjectGetRequest;
import flyteidl.admin.ExecutionOuterClass.WorkflowExecutionGetRequest;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecution;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionClosure;
import flyteidl.admin.NodeExecutionOuterClass.NodeExecutionListRequest;
import flyteidl.admin.TaskExecutionOuterClass.TaskExecutionListRequest;
import flyteidl.core.IdentifierOuterClass.NodeExecutionIdentifier;
import flyteidl.service.AdminServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.flytekitplugins.client.internal.admin.DownloadLink;

/** Reads the nodes of an execution, again and again: what has ended is read once. */
final class NodeReader {
  private static final int PAGE = 100;

  // Flyte's own, around those of the user.
  private static final Set<String> ENDS = Set.of("start-node", "end-node");

  private final Connection connection;
  private final Map<String, List<NodeStatus>> ended = new ConcurrentHashMap<>();
  private final Map<ExecutionId, BranchNodes> branches = new ConcurrentHashMap<>();

  NodeReader(Connection connection) {
    this.connection = connection;
  }

  /** The nodes, each before those within it, in the order in which flyteadmin made them. */
  CompletableFuture<List<NodeStatus>> read(ExecutionId execution) {
    return children(execution, "", new Place(List.of(), List.of()));
  }

  /** Where nodes are within others: the names of these, as they are shown and as compiled. */
  private static final class Place {
    final List<String> shown;
    final List<String> compiled;

    Place(List<String> shown, List<String> compiled) {
      this.shown = shown;
      this.compiled = compiled;
    }

    Place within(String shownName, String compiledName) {
      return new Place(and(shown, shownName), and(compiled, compiledName));
    }

    /** The same in another execution, whose workflow begins there. */
    Place top() {
      return new Place(shown, List.of());
    }

    /** What names have before them if the place is a branch. */
    String prefix() {
      return compiled.isEmpty() ? "" : compiled.get(compiled.size() - 1) + "-";
    }

    private static List<String> and(List<String> names, String name) {
      List<String> all = new ArrayList<>(names);
      all.add(name);
      return List.copyOf(all);
    }
  }

  private CompletableFuture<List<NodeStatus>> children(
      ExecutionId execution, String parent, Place place) {
    return page(execution, parent, "", new ArrayList<>())
        .thenCompose(
            nodes -> {
              nodes.removeIf(node -> ENDS.contains(id(node)));
              nodes.sort(
                  Comparator.comparing(
                      (NodeExecution node) ->
                          ExecutionStatus.instant(node.getClosure().getCreatedAt())));
              return prefix(execution, nodes, place)
                  .thenCompose(
                      prefix -> {
                        List<CompletableFuture<List<NodeStatus>>> all = new ArrayList<>();
                        nodes.forEach(node -> all.add(read(node, place, prefix)));
                        return inOrder(all);
                      });
            });
  }

  /** What the compiler has put before the names of nodes; mostly nothing. */
  private CompletableFuture<String> prefix(
      ExecutionId execution, List<NodeExecution> nodes, Place place) {
    String prefix = place.prefix();
    if (prefix.isEmpty() || !nodes.stream().allMatch(node -> id(node).startsWith(prefix))) {
      return CompletableFuture.completedFuture("");
    }
    return branches(execution).thenApply(all -> all.contain(place.compiled) ? prefix : "");
  }

  private CompletableFuture<BranchNodes> branches(ExecutionId execution) {
    BranchNodes known = branches.get(execution);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    String failed = "the workflow of execution " + execution + " cannot be read";
    return Entities.absentIfNotFound(
            connection
                .call(
                    AdminServiceGrpc.getGetExecutionMethod(),
                    WorkflowExecutionGetRequest.newBuilder().setId(execution.toMessage()).build(),
                    failed)
                .thenCompose(
                    answer ->
                        connection.call(
                            AdminServiceGrpc.getGetWorkflowMethod(),
                            ObjectGetRequest.newBuilder()
                                .setId(answer.getClosure().getWorkflowId())
                                .build(),
                            failed)))
        .thenApply(
            workflow -> {
              BranchNodes all = workflow.map(BranchNodes::of).orElseGet(BranchNodes::none);
              branches.put(execution, all);
              return all;
            });
  }

  private CompletableFuture<List<NodeExecution>> page(
      ExecutionId execution, String parent, String token, List<NodeExecution> before) {
    NodeExecutionListRequest request =
        NodeExecutionListRequest.newBuilder()
            .setWorkflowExecutionId(execution.toMessage())
            .setUniqueParentId(parent)
            .setLimit(PAGE)
            .setToken(token)
            .build();
    return connection
        .call(
            AdminServiceGrpc.getListNodeExecutionsMethod(),
            request,
            "the nodes of execution " + execution + " cannot be listed")
        .thenCompose(
            list -> {
              before.addAll(list.getNodeExecutionsList());
              return list.getToken().isEmpty() || list.getNodeExecutionsCount() == 0
                  ? CompletableFuture.completedFuture(before)
                  : page(execution, parent, list.getToken(), before);
            });
  }

  private CompletableFuture<List<NodeStatus>> read(NodeExecution node, Place above, String prefix) {
    ExecutionId execution = ExecutionId.of(node.getId().getExecutionId());
    String key = execution + "/" + node.getId().getNodeId();
    List<NodeStatus> known = ended.get(key);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    Place place = above.within(id(node).substring(prefix.length()), id(node));
    NodeExecutionClosure closure = node.getClosure();
    NodeStatus.Builder status = status(node, execution, place.shown);
    boolean isParent = node.getMetadata().getIsParentNode() || closure.hasWorkflowNodeMetadata();
    status.isParent(isParent);
    CompletableFuture<List<NodeStatus>> within;
    if (closure.hasWorkflowNodeMetadata()) {
      within =
          children(
              ExecutionId.of(closure.getWorkflowNodeMetadata().getExecutionId()), "", place.top());
    } else if (isParent) {
      within = children(execution, node.getId().getNodeId(), place);
    } else {
      within = CompletableFuture.completedFuture(List.of());
    }
    return within
        .thenCombine(
            isParent || !hasBegun(closure)
                ? CompletableFuture.completedFuture(List.<TaskAttempt>of())
                : attempts(execution, node.getId().getNodeId()),
            (children, attempts) -> {
              attempts.forEach(attempt -> add(status, attempt));
              List<NodeStatus> all = new ArrayList<>();
              all.add(status.build());
              all.addAll(children);
              return all;
            })
        .thenApply(
            all -> {
              if (all.stream().allMatch(one -> one.phase().isTerminal())) {
                ended.put(key, all);
              }
              return all;
            });
  }

  private static boolean hasBegun(NodeExecutionClosure closure) {
    return closure.hasStartedAt() || closure.hasError();
  }

  private static NodeStatus.Builder status(
      NodeExecution node, ExecutionId execution, List<String> path) {
    NodeExecutionClosure closure = node.getClosure();
    com.google.protobuf.Duration ran = closure.getDuration();
    return NodeStatus.builder()
        .path(path)
        .phase(NodePhase.of(closure.getPhase()))
        .startedAt(closure.hasStartedAt() ? ExecutionStatus.instant(closure.getStartedAt()) : null)
        .duration(
            closure.hasDuration() ? Duration.ofSeconds(ran.getSeconds(), ran.getNanos()) : null)
        .failure(closure.hasError() ? ExecutionFailure.of(closure.getError()) : null)
        .uniqueId(node.getId().getNodeId())
        .mayHaveReport(!closure.getDeckUri().isEmpty())
        .execution(execution);
  }

  // What the last attempt says is what the task has said, without propeller's words around it.
  private static void add(NodeStatus.Builder status, TaskAttempt attempt) {
    status.entity(attempt.task()).attempt(attempt.number());
    if (attempt.failure() != null) {
      status.failure(attempt.failure());
    }
  }

  /** Where the report of a node can be read; empty if it has none. */
  CompletableFuture<Optional<String>> reportLink(NodeStatus node) {
    if (!node.mayHaveReport()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return Entities.absentIfNotFound(
            connection.call(
                DownloadLink.method(),
                id(node.execution(), node.uniqueId()),
                "the report of node "
                    + node.name()
                    + " of execution "
                    + node.execution()
                    + " has no address"))
        .thenApply(link -> link.filter(address -> !address.isEmpty()));
  }

  private static NodeExecutionIdentifier id(ExecutionId execution, String node) {
    return NodeExecutionIdentifier.newBuilder()
        .setExecutionId(execution.toMessage())
        .setNodeId(node)
        .build();
  }

  /** The tries of a node, in their order; none if it runs no task. */
  CompletableFuture<List<TaskAttempt>> attempts(ExecutionId execution, String node) {
    TaskExecutionListRequest request =
        TaskExecutionListRequest.newBuilder()
            .setNodeExecutionId(id(execution, node))
            .setLimit(PAGE)
            .build();
    return connection
        .call(
            AdminServiceGrpc.getListTaskExecutionsMethod(),
            request,
            "the attempts of node " + node + " of execution " + execution + " cannot be listed")
        .thenApply(
            list -> {
              List<TaskAttempt> attempts = new ArrayList<>();
              list.getTaskExecutionsList().forEach(one -> attempts.add(TaskAttempt.of(one)));
              attempts.sort(Comparator.comparingInt(TaskAttempt::number));
              return attempts;
            });
  }

  private static String id(NodeExecution node) {
    String name = node.getMetadata().getSpecNodeId();
    return name.isEmpty() ? node.getId().getNodeId() : name;
  }

  private static CompletableFuture<List<NodeStatus>> inOrder(
      List<CompletableFuture<List<NodeStatus>>> parts) {
    return CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0]))
        .thenApply(
            done -> {
              List<NodeStatus> all = new ArrayList<>();
              parts.forEach(part -> all.addAll(part.join()));
              return all;
            });
  }
}
