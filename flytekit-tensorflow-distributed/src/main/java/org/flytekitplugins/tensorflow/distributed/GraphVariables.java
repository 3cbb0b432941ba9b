package org.flytekitplugins.tensorflow.distributed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** The variables of a graph, and how they are initialised, saved and restored. */
final class GraphVariables {
  /** The step of the whole job. It is set last, so that whoever sees it sees all. */
  static final String GLOBAL_STEP = "global_step";

  private final Layout layout;
  private final Ops ops;
  private final long seed;
  private final List<GraphVariable<TFloat32>> floats = new ArrayList<>();
  private final List<GraphVariable<TInt64>> counters = new ArrayList<>();
  private final List<GraphVariable<TInt64>> unsaved = new ArrayList<>();
  private final GraphVariable<TInt64> globalStep;

  GraphVariables(Layout layout, Ops ops, long seed) {
    this.layout = layout;
    this.ops = ops;
    this.seed = seed;
    this.globalStep = newCounter(GLOBAL_STEP);
  }

  GraphVariable<TInt64> globalStep() {
    return globalStep;
  }

  List<GraphVariable<TFloat32>> floats() {
    return floats;
  }

  /** Adds a variable of the model. */
  GraphVariable<TFloat32> variable(String name, Shape shape, Initializer initializer) {
    return add(
        layout.variable(ops, shape.size()),
        name,
        shape,
        // Mixed with the name, so that adding a variable leaves the others as they were.
        () -> initializer.values(shape, new Random(seed ^ name.hashCode() * 0x9E3779B97F4A7C15L)));
  }

  /** Adds what an optimizer remembers of a variable, on the variable's device. */
  GraphVariable<TFloat32> slot(GraphVariable<TFloat32> variable, Optimizer.Slot slot) {
    Shape shape = slot.isScalar() ? Shape.scalar() : variable.shape();
    return add(
        variable.ops(),
        variable.name() + "_" + slot.name(),
        shape,
        () -> Initializer.constant(slot.initialValue()).values(shape, new Random(seed)));
  }

  private GraphVariable<TFloat32> add(
      Ops device, String name, Shape shape, Supplier<float[]> values) {
    GraphVariable<TFloat32> variable =
        new GraphVariable<>(
            device,
            layout.reader(ops, device),
            name,
            TFloat32.class,
            shape,
            () -> TFloat32.tensorOf(shape, DataBuffers.of(checked(name, shape, values.get()))));
    floats.add(variable);
    return variable;
  }

  private static float[] checked(String name, Shape shape, float[] values) {
    if (values.length != shape.size()) {
      throw new IllegalStateException(
          "the initializer of variable "
              + name
              + " gave "
              + values.length
              + " values, but its shape is "
              + shape
              + ": give "
              + shape.size());
    }
    return values;
  }

  /** Adds a counter that starts from 0. */
  GraphVariable<TInt64> counter(String name, boolean isSaved) {
    GraphVariable<TInt64> counter = newCounter(name);
    (isSaved ? counters : unsaved).add(counter);
    return counter;
  }

  private GraphVariable<TInt64> newCounter(String name) {
    Ops device = layout.counters(ops);
    return new GraphVariable<>(
        device, device, name, TInt64.class, Shape.scalar(), () -> TInt64.scalarOf(0));
  }

  private List<GraphVariable<?>> saved() {
    List<GraphVariable<?>> saved = new ArrayList<>(floats);
    saved.addAll(counters);
    saved.add(globalStep);
    return saved;
  }

  /** For each variable, whether it has a value. */
  List<Operand<?>> readiness() {
    List<Operand<?>> readiness = new ArrayList<>();
    List<GraphVariable<?>> all = saved();
    all.addAll(unsaved);
    all.forEach(v -> readiness.add(v.ops().varIsInitializedOp(v.handle())));
    return readiness;
  }

  /** Gives all variables the values that are fed for them. */
  Initialization initialization() {
    Map<Operand<?>, GraphVariable<?>> feeds = new LinkedHashMap<>();
    Op target =
        assignAll(
            new ValueOf() {
              @Override
              public <T extends TType> Operand<T> value(GraphVariable<T> variable) {
                return placeholder(variable, feeds);
              }
            });
    return new Initialization(feeds, target);
  }

  private <T extends TType> Operand<T> placeholder(
      GraphVariable<T> variable, Map<Operand<?>, GraphVariable<?>> feeds) {
    Placeholder<T> placeholder =
        layout
            .here(ops)
            .withName("initial_" + variable.name())
            .placeholder(variable.type(), Placeholder.shape(variable.shape()));
    feeds.put(placeholder, variable);
    return placeholder;
  }

  /** Writes the variables to files with a prefix. */
  Op save(Operand<TString> prefix) {
    Ops here = layout.here(ops);
    List<Operand<?>> values = new ArrayList<>();
    saved().forEach(variable -> values.add(variable.value()));
    return here.train.save(prefix, names(here), slices(here), values);
  }

  /** Reads the variables from files with a prefix. */
  Op restore(Operand<TString> prefix) {
    Ops here = layout.here(ops);
    List<GraphVariable<?>> saved = saved();
    List<Class<? extends TType>> types = new ArrayList<>();
    saved.forEach(variable -> types.add(variable.type()));
    Restore restored = here.train.restore(prefix, names(here), slices(here), types);
    return assignAll(
        new ValueOf() {
          @Override
          public <T extends TType> Operand<T> value(GraphVariable<T> variable) {
            // An assignment takes any shape, so one of another model would go unnoticed.
            return here.ensureShape(
                restored.tensors().get(saved.indexOf(variable)).expect(variable.type()),
                variable.shape());
          }
        });
  }

  private Operand<TString> names(Ops here) {
    return here.array(saved().stream().map(GraphVariable::name).toArray(String[]::new));
  }

  private Operand<TString> slices(Ops here) {
    return here.array(saved().stream().map(variable -> "").toArray(String[]::new));
  }

  /** Assigns all variables, the global step last, and starts what is not saved from 0. */
  Op assignAll(ValueOf values) {
    List<Op> assignments = new ArrayList<>();
    floats.forEach(v -> assignments.add(assign(v.ops(), v, values)));
    counters.forEach(v -> assignments.add(assign(v.ops(), v, values)));
    unsaved.forEach(
        v -> assignments.add(v.ops().assignVariableOp(v.handle(), v.ops().constant(0L))));
    return assign(globalStep.ops().withControlDependencies(assignments), globalStep, values);
  }

  private static <T extends TType> Op assign(Ops at, GraphVariable<T> variable, ValueOf values) {
    return at.assignVariableOp(variable.handle(), values.value(variable));
  }

  /** Where the values of variables come from. */
  interface ValueOf {
    <T extends TType> Operand<T> value(GraphVariable<T> variable);
  }

  /** How a graph's variables get their first values. */
  static final class Initialization {
    private final Map<Operand<?>, GraphVariable<?>> feeds;
    private final Op target;

    Initialization(Map<Operand<?>, GraphVariable<?>> feeds, Op target) {
      this.feeds = feeds;
      this.target = target;
    }

    /** What to feed: a value of each variable. */
    Map<Operand<?>, GraphVariable<?>> feeds() {
      return feeds;
    }

    /** What to run. */
    Op target() {
      return target;
    }
  }
}
