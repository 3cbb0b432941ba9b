package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.core.Compiler.CompiledTask;
import flyteidl.core.Compiler.CompiledWorkflow;
import flyteidl.core.Compiler.CompiledWorkflowClosure;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Interface.TypedInterface;
import flyteidl.core.Tasks.TaskTemplate;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What flytepropeller's compiler asks of a workflow, and what it makes of it: a start node and an
 * end node come first, interfaces get both maps, nodes of branches are renamed, tasks come in
 * another order.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/compiler/workflow_compiler.go">flytepropeller's
 *     compiler</a>
 */
final class WorkflowCompiler {
  static final String START_NODE = "start-node";
  static final String END_NODE = "end-node";

  private final Map<Identifier, TaskTemplate> tasks = new LinkedHashMap<>();
  private final Map<Identifier, LaunchPlan> launchPlans = new LinkedHashMap<>();
  private final Map<Identifier, WorkflowTemplate> subWorkflows = new LinkedHashMap<>();
  private final NodeInterfaces interfaces = new NodeInterfaces(tasks, launchPlans, subWorkflows);
  private final CompileErrors errors = new CompileErrors();

  private WorkflowCompiler(List<WorkflowTemplate> subWorkflows) {
    for (WorkflowTemplate subWorkflow : subWorkflows) {
      if (this.subWorkflows.put(subWorkflow.getId(), subWorkflow) != null) {
        errors.add(
            "ValueCollision",
            "",
            "workflowID is expected to be unique. "
                + Refusals.oneLine(subWorkflow.getId())
                + " already exists.");
      }
    }
  }

  static CompiledWorkflowClosure compile(
      WorkflowTemplate template, List<WorkflowTemplate> subWorkflows, Catalog catalog) {
    return new WorkflowCompiler(subWorkflows).compile(template, catalog);
  }

  private CompiledWorkflowClosure compile(WorkflowTemplate template, Catalog catalog) {
    try {
      require(template, catalog);
      for (WorkflowTemplate subWorkflow : subWorkflows.values()) {
        require(subWorkflow, catalog);
      }
    } catch (StatusRuntimeException missing) {
      throw CompileErrors.refusal(
          "workflow", template.getId(), String.valueOf(missing.getStatus().getDescription()));
    }
    CompiledWorkflowClosure.Builder closure =
        CompiledWorkflowClosure.newBuilder().setPrimary(compile(template));
    for (WorkflowTemplate subWorkflow : subWorkflows.values()) {
      closure.addSubWorkflows(compile(subWorkflow));
    }
    // Flyteadmin reads them from its database, in an order that nobody promises.
    List<TaskTemplate> ordered = new ArrayList<>(tasks.values());
    Collections.reverse(ordered);
    for (TaskTemplate task : ordered) {
      closure.addTasks(CompiledTask.newBuilder().setTemplate(task));
    }
    if (!errors.isEmpty()) {
      throw errors.refusal("workflow", template.getId());
    }
    return closure.build();
  }

  private void require(WorkflowTemplate workflow, Catalog catalog) {
    NodeWalk.nodes(
        workflow,
        node -> {
          if (node.getTaskNode().hasReferenceId()) {
            tasks.computeIfAbsent(node.getTaskNode().getReferenceId(), catalog::task);
          } else if (node.getWorkflowNode().hasLaunchplanRef()) {
            launchPlans.computeIfAbsent(
                node.getWorkflowNode().getLaunchplanRef(), catalog::launchPlan);
          }
        });
  }

  private CompiledWorkflow compile(WorkflowTemplate asked) {
    WorkflowTemplate given = BranchNames.compile(asked);
    String name = Refusals.oneLine(given.getId());
    if (given.getNodesCount() == 0) {
      errors.add("NoNodesFound", name, "Can't find any nodes in workflow [" + name + "].");
    }
    WorkflowTemplate.Builder template = given.toBuilder();
    template.setInterface(TaskRules.complete(given.getInterface()));
    Map<String, TypedInterface> nodes = nodes(given);
    Graph graph = new Graph();
    connect(given, nodes, graph);
    List<String> cycle = graph.cycle();
    if (cycle != null) {
      errors.add(
          "CycleDetected",
          START_NODE,
          "A cycle has been detected while traversing the Workflow ["
              + String.join(">", cycle)
              + "].");
    }
    List<Node> ordered = new ArrayList<>();
    ordered.add(Node.newBuilder().setId(START_NODE).build());
    ordered.add(Node.newBuilder().setId(END_NODE).addAllInputs(given.getOutputsList()).build());
    ordered.addAll(given.getNodesList());
    return CompiledWorkflow.newBuilder()
        .setTemplate(template.clearNodes().addAllNodes(ordered))
        .setConnections(graph.connections())
        .build();
  }

  private Map<String, TypedInterface> nodes(WorkflowTemplate workflow) {
    Map<String, TypedInterface> nodes = new HashMap<>();
    TypedInterface start =
        TypedInterface.newBuilder().setOutputs(workflow.getInterface().getInputs()).build();
    nodes.put("", start);
    nodes.put(START_NODE, start);
    NodeWalk.nodes(
        workflow,
        node -> {
          if (node.getId().isEmpty()) {
            errors.add("ValueRequired", "<node>", "Value required [Id].");
          }
          TypedInterface of = interfaces.of(node, errors);
          nodes.putIfAbsent(node.getId(), of == null ? TypedInterface.getDefaultInstance() : of);
        });
    return nodes;
  }

  private void connect(WorkflowTemplate workflow, Map<String, TypedInterface> nodes, Graph graph) {
    Bindings bindings = new Bindings(nodes, errors);
    BranchRules branches = new BranchRules(nodes, errors);
    NodeWalk.nodes(
        workflow,
        node -> {
          if (node.hasBranchNode()) {
            branches.check(node);
          }
        });
    for (Node node : workflow.getNodesList()) {
      for (String upstream : node.getUpstreamNodeIdsList()) {
        // Whether there is such a node is not asked.
        graph.edge(upstream.isEmpty() ? START_NODE : upstream, node.getId());
      }
      check(node, nodes, bindings, from -> graph.edge(from, node.getId()));
      for (Node inner : NodeWalk.branches(node)) {
        NodeWalk.nodes(
            WorkflowTemplate.newBuilder().addNodes(inner).build(),
            each -> check(each, nodes, bindings, from -> graph.upstreamEdge(from, each.getId())));
      }
    }
    if (workflow.hasFailureNode()) {
      Node node = workflow.getFailureNode();
      check(node, nodes, bindings, from -> graph.upstreamEdge(from, node.getId()));
    }
    for (Node node : workflow.getNodesList()) {
      if (!graph.hasUpstream(node.getId())) {
        graph.edge(START_NODE, node.getId());
      }
      if (!graph.hasDownstream(node.getId())) {
        graph.edge(node.getId(), END_NODE);
      }
    }
    bindings.check(
        END_NODE,
        workflow.getOutputsList(),
        workflow.getInterface().getOutputs().getVariablesMap(),
        from -> graph.edge(from, END_NODE));
  }

  private static void check(
      Node node, Map<String, TypedInterface> nodes, Bindings bindings, Consumer<String> upstream) {
    // A branch node takes whatever its conditions need, under names of its own.
    if (node.hasTaskNode() || node.hasWorkflowNode()) {
      bindings.check(
          node.getId(),
          node.getInputsList(),
          nodes
              .getOrDefault(node.getId(), TypedInterface.getDefaultInstance())
              .getInputs()
              .getVariablesMap(),
          upstream);
    } else {
      node.getInputsList()
          .forEach(
              binding -> {
                if (binding.getBinding().hasPromise()) {
                  String from = binding.getBinding().getPromise().getNodeId();
                  upstream.accept(from.isEmpty() ? START_NODE : from);
                }
              });
    }
  }
}
