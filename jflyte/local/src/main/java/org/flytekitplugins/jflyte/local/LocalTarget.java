package org.flytekitplugins.jflyte.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.LaunchPlan;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeMetadata;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.literal.WorkflowInputs;

/** What of a package is run: a workflow, by itself or by a launch plan, or a single task. */
public final class LocalTarget {
  private final String kind;
  private final String name;
  private final WorkflowTemplate workflow;
  private final String workflowName;
  private final Map<String, Literal> defaults;
  private final Map<String, Literal> fixed;

  private LocalTarget(
      String kind,
      String name,
      WorkflowTemplate workflow,
      String workflowName,
      Map<String, Literal> defaults,
      Map<String, Literal> fixed) {
    this.kind = kind;
    this.name = name;
    this.workflow = workflow;
    this.workflowName = workflowName;
    this.defaults = Map.copyOf(defaults);
    this.fixed = Map.copyOf(fixed);
  }

  /**
   * A workflow.
   *
   * @param name its full name
   * @throws JflyteException if the package has no such workflow; the sentence names those that are
   */
  public static LocalTarget workflow(LocalPackage localPackage, String name) {
    return new LocalTarget(
        "workflow", name, localPackage.workflow(name), name, /* defaults= */ Map.of(), Map.of());
  }

  /**
   * A workflow with the inputs that a launch plan sets.
   *
   * @param name the launch plan's name, or the last part of it if that is enough to tell
   * @throws JflyteException if the package has no such launch plan, or not its workflow
   */
  public static LocalTarget launchPlan(LocalPackage localPackage, String name) {
    Map<String, LaunchPlan> all = new TreeMap<>();
    localPackage.loaded().launchPlans().values().forEach(plan -> all.put(plan.name(), plan));
    LaunchPlan plan = find(name, all, "launch plan");
    Map<String, Literal> defaults = new HashMap<>();
    plan.defaultInputs()
        .forEach(
            (input, parameter) -> {
              if (parameter.defaultValue() != null) {
                defaults.put(input, parameter.defaultValue());
              }
            });
    return new LocalTarget(
        "launch plan",
        plan.name(),
        localPackage.workflow(plan.workflowId().name()),
        plan.workflowId().name(),
        defaults,
        plan.fixedInputs());
  }

  /**
   * A task, alone.
   *
   * @param name its name, or the last part of it if that is enough to tell
   * @throws JflyteException if the package has no such task; the sentence names those that are
   */
  public static LocalTarget task(LocalPackage localPackage, String name) {
    Map<String, TypedInterface> all = new TreeMap<>();
    localPackage.tasks().forEach((id, task) -> all.put(id, task.typedInterface()));
    String found = TaskNames.find(name, all.keySet(), "task");
    return new LocalTarget(
        "task",
        found,
        alone(found, find(found, all, "task")),
        /* workflowName= */ "",
        Map.of(),
        Map.of());
  }

  private static <T> T find(String name, Map<String, T> all, String what) {
    T found = all.get(TaskNames.find(name, all.keySet(), what));
    if (found == null) {
      throw new IllegalStateException(name);
    }
    return found;
  }

  /**
   * What the only node of a task that runs alone is called.
   *
   * @param task its full name
   */
  public static String nodeOfTask(String task) {
    return task.substring(Math.max(task.lastIndexOf('.'), task.lastIndexOf('$')) + 1);
  }

  /** The workflow of one node in which a task runs. */
  private static WorkflowTemplate alone(String task, TypedInterface typedInterface) {
    String node = nodeOfTask(task);
    return WorkflowTemplate.builder()
        .nodes(
            List.of(
                Node.builder()
                    .id(node)
                    .metadata(NodeMetadata.builder().name(node).build())
                    .taskNode(
                        TaskNode.builder()
                            .referenceId(PartialTaskIdentifier.builder().name(task).build())
                            .build())
                    .inputs(bindings(typedInterface.inputs().keySet(), Node.START_NODE_ID))
                    .upstreamNodeIds(List.of())
                    .build()))
        .outputs(bindings(typedInterface.outputs().keySet(), node))
        .interface_(typedInterface)
        .metadata(WorkflowMetadata.builder().build())
        .build();
  }

  /** Bindings of inputs or outputs to what a node has under the same names. */
  static List<Binding> bindings(Set<String> names, String node) {
    return names.stream()
        .sorted()
        .map(
            name ->
                Binding.builder()
                    .var_(name)
                    .binding(
                        BindingData.ofOutputReference(
                            OutputReference.builder().nodeId(node).var(name).build()))
                    .build())
        .collect(Collectors.toList());
  }

  /** Its full name. */
  public String name() {
    return name;
  }

  /** What it is, in a sentence: {@code workflow}, {@code launch plan} or {@code task}. */
  public String kind() {
    return kind;
  }

  /** The inputs that may be given: those that a launch plan fixes may not. */
  public Map<String, Variable> inputs() {
    Map<String, Variable> free = new TreeMap<>(workflow.interface_().inputs());
    free.keySet().removeAll(fixed.keySet());
    return free;
  }

  /** The names of inputs that need not be given. */
  public Set<String> optional() {
    return defaults.keySet();
  }

  /** What it returns. */
  public Map<String, Variable> outputs() {
    return workflow.interface_().outputs();
  }

  /** The name of the workflow that is run; empty if it is a task alone. */
  String workflowName() {
    return workflowName;
  }

  WorkflowTemplate template() {
    return workflow;
  }

  /** What it runs with when these are given. */
  Map<String, Literal> inputs(Map<String, Literal> given) {
    Map<String, Literal> all = new HashMap<>(defaults);
    all.putAll(given);
    all.putAll(fixed);
    return all;
  }

  /**
   * Refuses inputs that are not there, or not its own.
   *
   * @throws JflyteException if there are such
   */
  void check(Map<String, Literal> given) {
    Map<String, Variable> free = inputs();
    Map<String, Variable> wanted = new TreeMap<>(free);
    wanted.keySet().removeAll(optional());
    WorkflowInputs.requireAll(
        wanted, given.keySet(), first -> "give inputs(...) a value for " + first);
    for (String input : given.keySet()) {
      if (!free.containsKey(input)) {
        throw new JflyteException(
            String.format(
                "%s is no input of %s %s: leave it out or use one of its inputs (%s)",
                input, kind, name, WorkflowInputs.names(free.keySet())));
      }
    }
  }
}
