package org.flytekitplugins.jflyte.driver;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.flyte.api.v1.Binding;
import org.flyte.api.v1.BindingData;
import org.flyte.api.v1.BooleanExpression;
import org.flyte.api.v1.BranchNode;
import org.flyte.api.v1.ComparisonExpression;
import org.flyte.api.v1.IfBlock;
import org.flyte.api.v1.IfElseBlock;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.Node;
import org.flyte.api.v1.NodeMetadata;
import org.flyte.api.v1.Operand;
import org.flyte.api.v1.OutputReference;
import org.flyte.api.v1.PartialTaskIdentifier;
import org.flyte.api.v1.PartialWorkflowIdentifier;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.RetryStrategy;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Scalar;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TaskNode;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flyte.api.v1.WorkflowIdentifier;
import org.flyte.api.v1.WorkflowMetadata;
import org.flyte.api.v1.WorkflowNode;
import org.flyte.api.v1.WorkflowTemplate;
import org.flyte.localengine.ExecutionContext;
import org.flyte.localengine.LocalEngine;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.flytekitplugins.jflyte.idl.WorkflowIdl;

/**
 * A driver that is killed at any moment, of random workflows whose actions end in any order: each
 * node runs once, and the outputs are those of flytekit-java's own engine.
 */
class KilledDriverTest {
  private static final String TASK = "com.acme.Mix";
  private static final TypedInterface INTERFACE =
      TypedInterface.builder()
          .inputs(Map.of("x", integer()))
          .outputs(Map.of("y", integer()))
          .build();

  @Property(tries = 200)
  void everyNodeRunsOnceAndTheOutputsAreThoseOfTheLocalEngine(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, WorkflowTemplate> parts = new LinkedHashMap<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      parts.put("com.acme.Part" + i, workflow(random, List.copyOf(parts.keySet())));
    }
    WorkflowTemplate workflow = workflow(random, List.copyOf(parts.keySet()));
    long x = random.nextInt(100);
    AtomicInteger runs = new AtomicInteger();
    Map<String, Literal> expected =
        new LocalEngine(
                ExecutionContext.builder()
                    .runnableTasks(Map.of(TASK, new Mix(runs)))
                    .workflowTemplates(parts)
                    .runnableLaunchPlans(Map.of())
                    .build())
            .compileAndExecute(workflow, Map.of("x", integer(x)));

    Cluster cluster = new Cluster(plan(workflow, parts), random);
    Step.End end = cluster.run(Map.of("x", LiteralIdl.toIdl(integer(x))));

    assertThat(end).isEqualTo(new Step.Succeeded(Map.of("y", LiteralIdl.toIdl(expected.get("y")))));
    assertThat(cluster.runs)
        .hasSize(runs.get())
        .allSatisfy((name, times) -> assertThat(times).isOne());
  }

  /** Flyte 2 and a driver that is killed now and then, in virtual time. */
  private static final class Cluster {
    final Map<String, Integer> runs = new HashMap<>();
    private final Map<String, NodeAction> running = new LinkedHashMap<>();
    private final Map<String, ActionState> there = new HashMap<>();
    private final Plan plan;
    private final Random random;
    private Map<String, ActionState> known = new HashMap<>();

    Cluster(Plan plan, Random random) {
      this.plan = plan;
      this.random = random;
    }

    Step.End run(Map<String, flyteidl.core.Literals.Literal> inputs) {
      for (int i = 0; i < 10_000; i++) {
        Step step = Walk.step(plan, inputs, new ActionNames("a0"), known);
        if (step.end() != null) {
          return step.end();
        }
        for (NodeAction action : step.start()) {
          if (random.nextInt(8) == 0) {
            // Killed between two of them; the next one hears of some actions, and of others later.
            known = new HashMap<>();
            break;
          }
          start(action);
          known.put(action.name(), new ActionState.Running());
        }
        if (!running.isEmpty() && random.nextBoolean()) {
          end();
        }
        there.forEach(
            (name, state) -> {
              if (random.nextInt(3) > 0) {
                known.put(name, state);
              }
            });
      }
      throw new AssertionError("it does not end: " + known);
    }

    private void start(NodeAction action) {
      // As Flyte 2 does: what is there is left as it is.
      if (there.putIfAbsent(action.name(), new ActionState.Running()) == null) {
        runs.merge(action.name(), 1, Integer::sum);
        running.put(action.name(), action);
      }
    }

    private void end() {
      List<String> names = new ArrayList<>(running.keySet());
      String name = names.get(random.nextInt(names.size()));
      NodeAction action = running.remove(name);
      long x = action.inputs().get("x").getScalar().getPrimitive().getInteger();
      there.put(name, new ActionState.Succeeded(Map.of("y", LiteralIdl.toIdl(integer(mix(x))))));
    }
  }

  private static long mix(long x) {
    return (x * 31 + 7) % 1009;
  }

  private static Plan plan(WorkflowTemplate workflow, Map<String, WorkflowTemplate> parts) {
    List<flyteidl.core.Workflow.WorkflowTemplate> messages = new ArrayList<>();
    parts.forEach((name, part) -> messages.add(message(name, part)));
    return Plan.of(message("com.acme.Whole", workflow), messages);
  }

  private static flyteidl.core.Workflow.WorkflowTemplate message(
      String name, WorkflowTemplate workflow) {
    flyteidl.core.Workflow.WorkflowTemplate message =
        WorkflowIdl.toIdl(
            WorkflowIdentifier.builder().project("p").domain("d").name(name).version("v").build(),
            workflow,
            null);
    return message.toBuilder().setId(reference(name)).build();
  }

  private static Identifier reference(String name) {
    return flyteidl.core.Workflow.WorkflowNode.newBuilder()
        .setSubWorkflowRef(
            org.flytekitplugins.jflyte.idl.IdentifierIdl.toIdl(
                PartialWorkflowIdentifier.builder()
                    .project("p")
                    .domain("d")
                    .name(name)
                    .version("v")
                    .build()))
        .getSubWorkflowRef();
  }

  private static WorkflowTemplate workflow(Random random, List<String> parts) {
    List<Node> nodes = new ArrayList<>();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      nodes.add(node(random, "n" + i, nodes, parts, /* mayBranch= */ true));
    }
    return WorkflowTemplate.builder()
        .nodes(nodes)
        .interface_(INTERFACE)
        .metadata(WorkflowMetadata.builder().build())
        .outputs(List.of(binding("y", promise(nodes.get(random.nextInt(count)).id(), "y"))))
        .build();
  }

  private static Node node(
      Random random, String id, List<Node> before, List<String> parts, boolean mayBranch) {
    Node.Builder node =
        Node.builder()
            .id(id)
            .metadata(NodeMetadata.builder().name(id).build())
            .inputs(List.of(binding("x", value(random, before))))
            .upstreamNodeIds(
                before.isEmpty() || random.nextBoolean()
                    ? List.of()
                    : List.of(before.get(random.nextInt(before.size())).id()));
    int kind = random.nextInt(mayBranch ? 4 : 3);
    if (kind == 3) {
      List<Node> cases = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        cases.add(node(random, id + "-case" + i, before, parts, /* mayBranch= */ false));
      }
      // flytekit-java's engine does not see what only a case waits for.
      node.upstreamNodeIds(before.stream().map(Node::id).toList());
      return node.branchNode(
              BranchNode.builder()
                  .ifElse(
                      IfElseBlock.builder()
                          .case_(block(random, cases.get(0)))
                          .other(List.of(block(random, cases.get(1))))
                          .elseNode(cases.get(2))
                          .build())
                  .build())
          .build();
    }
    if (kind == 2 && !parts.isEmpty()) {
      return node.workflowNode(
              WorkflowNode.builder()
                  .reference(
                      WorkflowNode.Reference.ofSubWorkflowRef(
                          PartialWorkflowIdentifier.builder()
                              .project("p")
                              .domain("d")
                              .name(parts.get(random.nextInt(parts.size())))
                              .version("v")
                              .build()))
                  .build())
          .build();
    }
    return node.taskNode(
            TaskNode.builder()
                .referenceId(
                    PartialTaskIdentifier.builder()
                        .project("p")
                        .domain("d")
                        .name(TASK)
                        .version("v")
                        .build())
                .build())
        .build();
  }

  private static IfBlock block(Random random, Node then) {
    ComparisonExpression.Operator[] operators = ComparisonExpression.Operator.values();
    return IfBlock.builder()
        .condition(
            BooleanExpression.ofComparison(
                ComparisonExpression.builder()
                    .operator(operators[random.nextInt(operators.length)])
                    .leftValue(Operand.ofVar("x"))
                    .rightValue(Operand.ofPrimitive(Primitive.ofIntegerValue(random.nextInt(1000))))
                    .build()))
        .thenNode(then)
        .build();
  }

  private static BindingData value(Random random, List<Node> before) {
    int choice = random.nextInt(before.size() + 2);
    if (choice < before.size()) {
      return promise(before.get(choice).id(), "y");
    }
    return choice == before.size()
        ? promise(Node.START_NODE_ID, "x")
        : BindingData.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(random.nextInt(100))));
  }

  private static Binding binding(String name, BindingData data) {
    return Binding.builder().var_(name).binding(data).build();
  }

  private static BindingData promise(String node, String name) {
    return BindingData.ofOutputReference(OutputReference.builder().nodeId(node).var(name).build());
  }

  private static Literal integer(long value) {
    return Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(value)));
  }

  private static Variable integer() {
    return Variable.builder()
        .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
        .description("")
        .build();
  }

  private record Mix(AtomicInteger runs) implements RunnableTask {
    @Override
    public String getName() {
      return TASK;
    }

    @Override
    public TypedInterface getInterface() {
      return INTERFACE;
    }

    @Override
    public Map<String, Literal> run(Map<String, Literal> inputs) {
      runs.incrementAndGet();
      return Map.of("y", integer(mix(inputs.get("x").scalar().primitive().integerValue())));
    }

    @Override
    public RetryStrategy getRetries() {
      return RetryStrategy.builder().retries(0).build();
    }
  }
}
