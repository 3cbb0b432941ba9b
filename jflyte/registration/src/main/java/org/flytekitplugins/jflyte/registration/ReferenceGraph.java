package org.flytekitplugins.jflyte.registration;

import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanCreateRequest;
import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.admin.WorkflowOuterClass.WorkflowCreateRequest;
import flyteidl.core.Workflow.IfBlock;
import flyteidl.core.Workflow.IfElseBlock;
import flyteidl.core.Workflow.Node;
import flyteidl.core.Workflow.WorkflowTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.ProjectClosure;

/**
 * Which entities of a package have to be there before which others: the tasks and launch plans of a
 * workflow's nodes, those of its sub-workflows too, before the workflow; a workflow before its
 * launch plans. What refers to something outside of the package refers to what the server has.
 */
final class ReferenceGraph {
  private final Map<EntityId, Entity> entities = new LinkedHashMap<>();

  private ReferenceGraph() {}

  /**
   * The graph of a package.
   *
   * @throws JflyteException if an entity is there twice, or needs itself, over whichever others
   */
  static ReferenceGraph of(ProjectClosure closure) {
    ReferenceGraph graph = new ReferenceGraph();
    for (TaskCreateRequest task : closure.tasks()) {
      graph.add(new Entity(EntityId.of(EntityId.Kind.TASK, task.getId()), task, List.of()));
    }
    for (WorkflowCreateRequest workflow : closure.workflows()) {
      graph.add(
          new Entity(
              EntityId.of(EntityId.Kind.WORKFLOW, workflow.getId()),
              workflow,
              references(workflow)));
    }
    for (LaunchPlanCreateRequest plan : closure.launchPlans()) {
      graph.add(
          new Entity(
              EntityId.of(EntityId.Kind.LAUNCH_PLAN, plan.getId()),
              plan,
              List.of(EntityId.of(EntityId.Kind.WORKFLOW, plan.getSpec().getWorkflowId()))));
    }
    graph.forgetOthers();
    graph.requireNoCycle();
    return graph;
  }

  /** All entities: tasks, workflows, launch plans, each in the order of the package. */
  List<Entity> entities() {
    return List.copyOf(entities.values());
  }

  /** How many others have to wait for an entity one after the other, at most; by entity. */
  Map<EntityId, Integer> heights() {
    Map<EntityId, List<EntityId>> dependants = new HashMap<>();
    for (Entity entity : entities.values()) {
      for (EntityId need : entity.needs()) {
        dependants.computeIfAbsent(need, id -> new ArrayList<>()).add(entity.id());
      }
    }
    Map<EntityId, Integer> heights = new HashMap<>();
    for (EntityId id : entities.keySet()) {
      height(id, dependants, heights);
    }
    return heights;
  }

  private static int height(
      EntityId id, Map<EntityId, List<EntityId>> dependants, Map<EntityId, Integer> heights) {
    Integer known = heights.get(id);
    if (known != null) {
      return known;
    }
    int height = 0;
    for (EntityId dependant : dependants.getOrDefault(id, List.of())) {
      height = Math.max(height, 1 + height(dependant, dependants, heights));
    }
    heights.put(id, height);
    return height;
  }

  private void add(Entity entity) {
    if (entities.put(entity.id(), entity) != null) {
      throw new JflyteException(
          "the package holds the "
              + entity.id()
              + " twice: give one of them another name, or remove it");
    }
  }

  private void forgetOthers() {
    entities.replaceAll(
        (id, entity) ->
            new Entity(
                id,
                entity.request(),
                entity.needs().stream().filter(entities::containsKey).toList()));
  }

  private static List<EntityId> references(WorkflowCreateRequest workflow) {
    Set<EntityId> references = new LinkedHashSet<>();
    references(workflow.getSpec().getTemplate(), references);
    for (WorkflowTemplate sub : workflow.getSpec().getSubWorkflowsList()) {
      references(sub, references);
    }
    return List.copyOf(references);
  }

  private static void references(WorkflowTemplate workflow, Set<EntityId> references) {
    for (Node node : workflow.getNodesList()) {
      references(node, references);
    }
    if (workflow.hasFailureNode()) {
      references(workflow.getFailureNode(), references);
    }
  }

  private static void references(Node node, Set<EntityId> references) {
    if (node.getTaskNode().hasReferenceId()) {
      references.add(EntityId.of(EntityId.Kind.TASK, node.getTaskNode().getReferenceId()));
    } else if (node.getWorkflowNode().hasLaunchplanRef()) {
      references.add(
          EntityId.of(EntityId.Kind.LAUNCH_PLAN, node.getWorkflowNode().getLaunchplanRef()));
    } else if (node.hasBranchNode()) {
      IfElseBlock block = node.getBranchNode().getIfElse();
      references(block.getCase().getThenNode(), references);
      for (IfBlock other : block.getOtherList()) {
        references(other.getThenNode(), references);
      }
      references(block.getElseNode(), references);
    }
  }

  private void requireNoCycle() {
    Set<EntityId> done = new LinkedHashSet<>();
    for (EntityId id : entities.keySet()) {
      requireNoCycle(id, new LinkedHashSet<>(), done);
    }
  }

  private void requireNoCycle(EntityId id, Set<EntityId> path, Set<EntityId> done) {
    if (done.contains(id)) {
      return;
    }
    if (!path.add(id)) {
      List<String> cycle = new ArrayList<>();
      boolean inside = false;
      for (EntityId each : path) {
        inside |= each.equals(id);
        if (inside) {
          cycle.add(each.brief());
        }
      }
      cycle.add(id.brief());
      throw new JflyteException(
          "launch plans and workflows need each other in a circle, so that none of them can be"
              + " registered first: "
              + String.join(" needs ", cycle)
              + "; use a sub-workflow instead of one of the launch plans");
    }
    for (EntityId need : entity(id).needs()) {
      requireNoCycle(need, path, done);
    }
    path.remove(id);
    done.add(id);
  }

  private Entity entity(EntityId id) {
    Entity entity = entities.get(id);
    if (entity == null) {
      throw new IllegalStateException(id.toString());
    }
    return entity;
  }
}
