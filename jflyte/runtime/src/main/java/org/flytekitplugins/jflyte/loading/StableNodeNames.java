package org.flytekitplugins.jflyte.loading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.DynamicJobSpec;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeError;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.PartialIdentifier;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.idl.UnknownToModel;
import org.jspecify.annotations.Nullable;

/**
 * Names nodes that the user has not named after what they run, in their order: {@code
 * train-digits}, {@code train-digits-2}, {@code branch}. flytekit-java gives them random letters,
 * other ones in each process, so that a workflow would be another one each time that it is
 * registered.
 */
public final class StableNodeNames {
  private static final Pattern LOWER_UPPER = Pattern.compile("([a-z0-9])([A-Z])");
  private static final Pattern NO_LABEL = Pattern.compile("[^a-z0-9]+");
  private static final String BRANCH = "branch";

  private final Map<String, String> renamed = new HashMap<>();

  /**
   * @param nodes all nodes at the top
   * @param unnamed the ids of those to be named
   */
  private StableNodeNames(List<Node> nodes, Set<String> unnamed) {
    Set<String> taken = new HashSet<>();
    for (Node node : nodes) {
      if (!unnamed.contains(node.id())) {
        taken.addAll(compiledNames(node, node.id()));
      }
    }
    for (Node node : nodes) {
      if (unnamed.contains(node.id())) {
        renamed.put(node.id(), free(node, taken));
      }
    }
  }

  /** The first name that neither the node nor those in its branches share with another one. */
  private static String free(Node node, Set<String> taken) {
    String base = baseName(node);
    String name = base;
    for (int i = 2; taken.stream().anyMatch(compiledNames(node, name)::contains); i++) {
      name = base + "-" + i;
    }
    taken.addAll(compiledNames(node, name));
    return name;
  }

  /**
   * The workflows of a package.
   *
   * @param loaded the workflows
   * @param load yields them again; what has another name then, the user has not named
   */
  static Map<WorkflowIdentifier, WorkflowTemplate> of(
      Map<WorkflowIdentifier, WorkflowTemplate> loaded,
      Supplier<Map<WorkflowIdentifier, WorkflowTemplate>> load) {
    Map<WorkflowIdentifier, WorkflowTemplate> workflows = new LinkedHashMap<>(loaded);
    Map<WorkflowIdentifier, Set<String>> unnamed = new LinkedHashMap<>();
    Map<WorkflowIdentifier, Set<String>> constant = new LinkedHashMap<>();
    workflows.forEach(
        (id, workflow) -> {
          Set<String> found = UnnamedNodes.in(workflow.nodes());
          if (!found.isEmpty()) {
            unnamed.put(id, found);
            constant.put(id, new HashSet<>(found));
          }
        });
    // Of half a million pairs of random names one is equal; of triples hardly any.
    for (int i = 0; i < 2 && !constant.isEmpty(); i++) {
      Map<WorkflowIdentifier, WorkflowTemplate> again = load.get();
      constant.forEach((id, ids) -> ids.retainAll(ids(again.get(id))));
      constant.values().removeIf(Set::isEmpty);
    }
    constant.forEach((id, ids) -> unnamed.getOrDefault(id, new HashSet<>()).removeAll(ids));
    unnamed.forEach((id, ids) -> workflows.computeIfPresent(id, (key, each) -> of(each, ids)));
    return workflows;
  }

  /** The job that a dynamic task has made. It is made once, so one look at the names has to do. */
  public static DynamicJobSpec of(DynamicJobSpec job) {
    Map<WorkflowIdentifier, WorkflowTemplate> subWorkflows =
        new LinkedHashMap<>(job.subWorkflows());
    subWorkflows.replaceAll((id, each) -> of(each, UnnamedNodes.in(each.nodes())));
    StableNodeNames names = new StableNodeNames(job.nodes(), UnnamedNodes.in(job.nodes()));
    return job.toBuilder()
        .nodes(names.nodes(job.nodes()))
        .outputs(names.bindings(job.outputs()))
        .subWorkflows(subWorkflows)
        .build();
  }

  private static WorkflowTemplate of(WorkflowTemplate workflow, Set<String> unnamed) {
    StableNodeNames names = new StableNodeNames(workflow.nodes(), unnamed);
    return workflow.toBuilder()
        .nodes(names.nodes(workflow.nodes()))
        .outputs(names.bindings(workflow.outputs()))
        .build();
  }

  private static Set<String> ids(@Nullable WorkflowTemplate workflow) {
    Set<String> ids = new HashSet<>();
    if (workflow != null) {
      workflow.nodes().forEach(node -> ids.add(node.id()));
    }
    return ids;
  }

  /**
   * A class name's last part as Kubernetes can have it: {@code TrainDigits}, {@code train-digits}.
   */
  private static String baseName(Node node) {
    String name = targetName(node);
    String last = name.substring(name.lastIndexOf('.') + 1);
    String dashed = LOWER_UPPER.matcher(last).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
    String label = NO_LABEL.matcher(dashed).replaceAll("-");
    String trimmed = label.replaceAll("^-|-$", "");
    return trimmed.isEmpty() ? "node" : trimmed;
  }

  private static String targetName(Node node) {
    if (node.taskNode() != null) {
      return node.taskNode().referenceId().name();
    }
    WorkflowNode workflow = node.workflowNode();
    if (workflow == null) {
      return BRANCH;
    }
    PartialIdentifier reference =
        switch (workflow.reference().kind()) {
          case LAUNCH_PLAN_REF -> workflow.reference().launchPlanRef();
          case SUB_WORKFLOW_REF -> workflow.reference().subWorkflowRef();
          default ->
              throw UnknownToModel.inModel("WorkflowNode.Reference", workflow.reference().kind());
        };
    return reference.name();
  }

  /** What Flyte's compiler will call a node and those in its branches. */
  private static Set<String> compiledNames(Node node, String name) {
    Set<String> names = new HashSet<>();
    names.add(name);
    for (Node inner : inner(node)) {
      names.addAll(compiledNames(inner, name + "-" + inner.id()));
    }
    return names;
  }

  private static List<Node> inner(Node node) {
    List<Node> inner = new ArrayList<>();
    if (node.branchNode() != null) {
      IfElseBlock block = node.branchNode().ifElse();
      inner.add(block.case_().thenNode());
      block.other().forEach(other -> inner.add(other.thenNode()));
      if (block.elseNode() != null) {
        inner.add(block.elseNode());
      }
    }
    return inner;
  }

  private List<Node> nodes(List<Node> nodes) {
    return nodes.stream().map(node -> node(node, name(node.id()))).toList();
  }

  private Node node(Node node, String id) {
    Node.Builder builder =
        node.toBuilder()
            .id(id)
            .inputs(bindings(node.inputs()))
            .upstreamNodeIds(node.upstreamNodeIds().stream().map(this::name).toList());
    BranchNode branch = node.branchNode();
    if (branch != null) {
      builder.branchNode(branch.toBuilder().ifElse(block(branch.ifElse())).build());
    }
    return builder.build();
  }

  private IfElseBlock block(IfElseBlock block) {
    IfElseBlock.Builder builder =
        block.toBuilder()
            .case_(block(block.case_()))
            .other(block.other().stream().map(this::block).toList());
    if (block.elseNode() != null) {
      builder.elseNode(inBranch(block.elseNode()));
    }
    if (block.error() != null) {
      builder.error(
          NodeError.builder()
              .failedNodeId(name(block.error().failedNodeId()))
              .message(block.error().message())
              .build());
    }
    return builder.build();
  }

  private IfBlock block(IfBlock block) {
    return block.toBuilder().thenNode(inBranch(block.thenNode())).build();
  }

  /** In a branch every node has the name that the user has given it. */
  private Node inBranch(Node node) {
    return node(node, node.id());
  }

  private List<Binding> bindings(List<Binding> bindings) {
    return bindings.stream()
        .map(
            binding ->
                Binding.builder().var_(binding.var_()).binding(data(binding.binding())).build())
        .toList();
  }

  private BindingData data(BindingData data) {
    return switch (data.kind()) {
      case PROMISE ->
          BindingData.ofOutputReference(
              OutputReference.builder()
                  .nodeId(name(data.promise().nodeId()))
                  .var(data.promise().var())
                  .build());
      case COLLECTION ->
          BindingData.ofCollection(data.collection().stream().map(this::data).toList());
      case MAP -> {
        Map<String, BindingData> map = new LinkedHashMap<>();
        data.map().forEach((key, value) -> map.put(key, data(value)));
        yield BindingData.ofMap(map);
      }
      default -> data;
    };
  }

  private String name(String id) {
    return renamed.getOrDefault(id, id);
  }
}
