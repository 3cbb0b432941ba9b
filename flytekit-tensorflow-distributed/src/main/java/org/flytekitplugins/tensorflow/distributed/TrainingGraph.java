package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/**
 * The graph of one replica: the model, its gradients and updates, and what initialises, saves and
 * restores the variables. Builds and runs nothing; {@link TrainingSession} runs it.
 */
final class TrainingGraph implements AutoCloseable {
  // Stays open as long as the graph that is run, because it knows the names.
  private final Graph building = new Graph();
  private final Ops ops = Ops.create(building);
  private final Layout layout;
  private final GraphVariables graphVariables;
  private final ModelGraph model;
  private final Map<Replica, Counters> counters = new LinkedHashMap<>();
  private @Nullable EarlyEndVariable lastStep;

  private final Placeholder<TString> prefix;
  private final Op save;
  private final Op restore;
  private final GraphVariables.Initialization initialization;
  private final List<Operand<?>> readiness;
  private final Map<String, Operand<TFloat32>> measures;
  private List<Op> train = List.of();
  private @Nullable Operand<TInt64> stepAfter;
  private @Nullable Operand<TFloat32> ownSums;
  private @Nullable Operand<TFloat32> sumsOfAll;
  private @Nullable Op synchronize;
  private @Nullable Operand<TFloat32> finish;

  private final Graph graph;

  private TrainingGraph(Plan plan) {
    this.layout = plan.layout;
    this.graphVariables = new GraphVariables(layout, ops, plan.seed);
    this.prefix = layout.here(ops).withName("checkpoint_prefix").placeholder(TString.class);
    Map<String, GraphVariable<TFloat32>> variables = new LinkedHashMap<>();
    this.model =
        ModelGraph.define(
            plan.model,
            layout.here(ops),
            plan.optimizer != null,
            (name, shape, initializer) -> {
              GraphVariable<TFloat32> variable = graphVariables.variable(name, shape, initializer);
              variables.put(name, variable);
              return variable.value();
            });
    this.measures = model.measures();
    for (Replica replica : plan.counted) {
      counters.put(
          replica,
          new Counters(
              graphVariables.counter(nameOf("steps", replica), true),
              graphVariables.counter(nameOf("ended", replica), false)));
    }
    if (plan.endsEarly) {
      lastStep = new EarlyEndVariable(graphVariables);
    }
    if (plan.optimizer != null) {
      addTraining(plan, plan.optimizer, List.copyOf(variables.values()));
    }
    this.save = graphVariables.save(prefix);
    this.restore = graphVariables.restore(prefix);
    this.initialization = graphVariables.initialization();
    this.readiness = graphVariables.readiness();
    this.graph = pinned();
  }

  private static String nameOf(String counter, Replica replica) {
    return counter + "_" + replica.type().lowerCaseName() + "_" + replica.index();
  }

  private void addTraining(
      Plan plan, Optimizer optimizer, List<GraphVariable<TFloat32>> variables) {
    List<Operand<TFloat32>> exchanged = gradients(variables);
    List<Shape> shapes =
        variables.stream()
            .map(GraphVariable::shape)
            .collect(Collectors.toCollection(ArrayList::new));
    if (plan.isDirect || plan.collectives > 1) {
      for (Operand<TFloat32> measure : measures.values()) {
        exchanged.add(measure);
        shapes.add(Shape.scalar());
      }
      exchanged = exchange(plan, exchanged, shapes);
      int next = variables.size();
      for (String name : List.copyOf(measures.keySet())) {
        measures.put(name, exchanged.get(next++));
      }
    }
    List<Op> updates = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      GraphVariable<TFloat32> variable = variables.get(i);
      List<GraphVariable<TFloat32>> slots = new ArrayList<>();
      optimizer.slots().forEach(slot -> slots.add(graphVariables.slot(variable, slot)));
      updates.add(
          optimizer.apply(
              variable.ops().withSubScope("update_" + variable.name()),
              variable.handle(),
              slots.stream().map(GraphVariable::handle).collect(Collectors.toList()),
              exchanged.get(i)));
    }
    addSteps(plan, updates);
    if (plan.collectives > 1) {
      addSynchronization(plan);
    }
  }

  private List<Operand<TFloat32>> exchange(
      Plan plan, List<Operand<TFloat32>> means, List<Shape> shapes) {
    Ops here = layout.here(ops);
    if (!plan.isDirect) {
      return new Collectives(here, plan.collectives, plan.timeoutSeconds)
          .means(means, shapes, examples(here));
    }
    FlatMeans flat = new FlatMeans(here);
    ownSums = flat.sums(means, examples(here));
    Placeholder<TFloat32> all =
        here.withName("sums_of_all")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(FlatMeans.size(shapes))));
    sumsOfAll = all;
    return flat.means(all, shapes);
  }

  private List<Operand<TFloat32>> gradients(List<GraphVariable<TFloat32>> variables) {
    Operand<TFloat32> loss = model.measures().get(ModelGraph.LOSS);
    if (loss == null) {
      throw new IllegalStateException("a model without a loss was let through");
    }
    return Gradients.of(building, loss, variables);
  }

  private Operand<TFloat32> examples(Ops here) {
    Operand<?> input = model.inputs().values().iterator().next().placeholder();
    return here.dtypes.cast(
        here.slice(here.shape(input), here.array(0), here.array(1)), TFloat32.class);
  }

  private void addSteps(Plan plan, List<Op> updates) {
    GraphVariable<TInt64> globalStep = graphVariables.globalStep();
    Op increment =
        globalStep.ops().assignAddVariableOp(globalStep.handle(), globalStep.ops().constant(1L));
    updates.add(increment);
    Counters own = counters.get(plan.self);
    if (own != null) {
      updates.add(
          own.steps.ops().assignAddVariableOp(own.steps.handle(), own.steps.ops().constant(1L)));
    }
    // Read where it is counted and after it, so that a replica sees at least its own step.
    stepAfter =
        globalStep
            .ops()
            .withControlDependencies(increment)
            .withName("global_step_after")
            .readVariableOp(globalStep.handle(), TInt64.class);
    // Themselves, and not one that waits for them: it would stand on this replica, and each step
    // would end with a message more from every parameter server.
    train = updates;
  }

  // Everybody gets the primary's state: the sum of its values and the others' zeros.
  private void addSynchronization(Plan plan) {
    Ops here = layout.here(ops);
    Collectives allReduce = new Collectives(here, plan.collectives, plan.timeoutSeconds);
    // The first instance is that of the gradients.
    allReduce.skip();
    List<GraphVariable<TFloat32>> floats = graphVariables.floats();
    List<Shape> shapes = floats.stream().map(GraphVariable::shape).collect(Collectors.toList());
    List<Operand<TFloat32>> own = new ArrayList<>();
    for (GraphVariable<TFloat32> variable : floats) {
      own.add(
          plan.isPrimary
              ? variable.value()
              : here.fill(here.constant(variable.shape()), here.constant(0f)));
    }
    List<Operand<TFloat32>> values = allReduce.sums(own, shapes);
    GraphVariable<TInt64> step = graphVariables.globalStep();
    Operand<TInt64> steps =
        allReduce.sum(
            plan.isPrimary ? step.value() : here.constant(0L),
            TInt64.class,
            List.of(values.get(0)));
    List<Op> assignments = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      assignments.add(here.assignVariableOp(floats.get(i).handle(), values.get(i)));
    }
    synchronize = here.withControlDependencies(assignments).assignVariableOp(step.handle(), steps);
    finish = allReduce.sum(here.constant(1f), TFloat32.class, List.of());
  }

  // Gradients come without a device, and TensorFlow might put some of them on a parameter server.
  private Graph pinned() {
    GraphDef.Builder def = building.toGraphDef().toBuilder();
    for (NodeDef.Builder node : def.getNodeBuilderList()) {
      if (node.getDevice().isEmpty()) {
        node.setDevice(layout.self());
      }
    }
    Graph pinned = new Graph();
    pinned.importGraphDef(def.build());
    return pinned;
  }

  /** A graph that trains. */
  static TrainingGraph build(Plan plan) {
    return new TrainingGraph(plan);
  }

  /** A graph that scores, in this process alone. */
  static TrainingGraph forScoring(Model model) {
    return new TrainingGraph(new Plan(model, Layout.local()));
  }

  Graph graph() {
    return graph;
  }

  /** The same output in the graph to be run. */
  Output<?> output(Operand<?> operand) {
    Output<?> output = operand.asOutput();
    return graph.operationOrThrow(output.op().name()).output(output.index());
  }

  /** The same operation in the graph to be run. */
  Operation operation(Op op) {
    return graph.operationOrThrow(op.op().name());
  }

  ModelGraph model() {
    return model;
  }

  GraphVariables graphVariables() {
    return graphVariables;
  }

  Map<Replica, Counters> counters() {
    return counters;
  }

  Operand<TString> prefix() {
    return prefix;
  }

  Op save() {
    return save;
  }

  Op restore() {
    return restore;
  }

  Op initialize() {
    return initialization.target();
  }

  /** The variables by what is fed to {@link #initialize} for them. */
  Map<Operand<?>, GraphVariable<?>> assigned() {
    return initialization.feeds();
  }

  List<Operand<?>> readiness() {
    return readiness;
  }

  Map<String, Operand<TFloat32>> measures() {
    return measures;
  }

  /** What to run, all of it, for the updates of a step. */
  List<Op> train() {
    return train;
  }

  Operand<TInt64> stepAfter() {
    return require(stepAfter);
  }

  /** What this replica gives to the exchange of a step; null if none is asked of Java. */
  @Nullable Operand<TFloat32> ownSums() {
    return ownSums;
  }

  /** What the exchange of a step gives. */
  Operand<TFloat32> sumsOfAll() {
    return require(sumsOfAll);
  }

  /** Where all see that the job ends before its last step; null if it never does. */
  @Nullable EarlyEndVariable lastStep() {
    return lastStep;
  }

  Op synchronize() {
    return require(synchronize);
  }

  Operand<TFloat32> finish() {
    return require(finish);
  }

  private static <T> T require(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the graph was built without this part");
    }
    return part;
  }

  @Override
  public void close() {
    graph.close();
    building.close();
  }

  /** The step after which the job ends, where all can see it; 0 while that is not decided. */
  static final class EarlyEndVariable {
    private final GraphVariable<TInt64> lastStep;
    private final Op endNow;

    EarlyEndVariable(GraphVariables variables) {
      this.lastStep = variables.counter("last_step", false);
      this.endNow =
          lastStep.ops().assignVariableOp(lastStep.handle(), variables.globalStep().value());
    }

    Operand<TInt64> value() {
      return lastStep.value();
    }

    /** Decides that it is the step which the job has come to. */
    Op endNow() {
      return endNow;
    }
  }

  /** What is counted of a replica, where all can see it. */
  static final class Counters {
    private final GraphVariable<TInt64> steps;
    private final GraphVariable<TInt64> ended;
    private final Op end;

    Counters(GraphVariable<TInt64> steps, GraphVariable<TInt64> ended) {
      this.steps = steps;
      this.ended = ended;
      this.end = ended.ops().assignVariableOp(ended.handle(), ended.ops().constant(1L));
    }

    Operand<TInt64> steps() {
      return steps.value();
    }

    Operand<TInt64> ended() {
      return ended.value();
    }

    /** Reports the end. */
    Op end() {
      return end;
    }
  }

  /** What to build. */
  static final class Plan {
    private final Model model;
    private final Layout layout;
    private @Nullable Optimizer optimizer;
    private @Nullable Replica self;
    private List<Replica> counted = List.of();
    private long seed;
    private int collectives;
    private boolean isDirect;
    private boolean endsEarly;
    private float timeoutSeconds;
    private boolean isPrimary;

    Plan(Model model, Layout layout) {
      this.model = model;
      this.layout = layout;
    }

    /** With updates of the variables. */
    Plan training(Optimizer optimizer, long seed) {
      this.optimizer = optimizer;
      this.seed = seed;
      return this;
    }

    /** With counters of what each replica has done, in the same place for all. */
    Plan counting(Replica self, List<Replica> replicas) {
      this.self = self;
      this.counted = replicas;
      return this;
    }

    /** With a place where all see that the job ends before its last step. */
    Plan endingEarly(boolean endsEarly) {
      this.endsEarly = endsEarly;
      return this;
    }

    /** With an exchange of gradients that is not part of the graph. */
    Plan direct() {
      this.isDirect = true;
      return this;
    }

    /** With an exchange between so many replicas by TensorFlow itself. */
    Plan collectives(int replicas, boolean isPrimary, float timeoutSeconds) {
      this.collectives = replicas;
      this.isPrimary = isPrimary;
      this.timeoutSeconds = timeoutSeconds;
      return this;
    }
  }
}
