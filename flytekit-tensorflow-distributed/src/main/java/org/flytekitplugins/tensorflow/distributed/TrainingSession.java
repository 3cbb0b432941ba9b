package org.flytekitplugins.tensorflow.distributed;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;
import org.tensorflow.NativeSession;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.PreparedRun;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** Runs the parts of a {@link TrainingGraph}. Not for use by several threads. */
final class TrainingSession implements AutoCloseable {
  // The values that one direct buffer has room for are twice as many.
  private static final long PIECE = 1L << 28;

  private final TrainingGraph graph;
  private final NativeSession prepared;
  private final Session session;
  private final Map<String, Output<?>> inputs = new LinkedHashMap<>();
  private final Map<String, Output<?>> measures = new LinkedHashMap<>();

  private @Nullable GradientExchange exchange;
  private @Nullable PreparedRun gradients;
  private @Nullable PreparedRun update;

  private TrainingSession(TrainingGraph graph, NativeSession prepared) {
    this.graph = graph;
    this.prepared = prepared;
    this.session = prepared.session();
  }

  /** A session of this process alone. */
  static TrainingSession local(TrainingGraph graph, TensorflowRuntime runtime) {
    return over(
        graph, NativeSession.open(graph.graph(), null, SessionConfig.local(runtime, graph)));
  }

  /** A session that the server at an address leads. */
  static TrainingSession remote(TrainingGraph graph, String address, ConfigProto config) {
    return over(graph, NativeSession.open(graph.graph(), "grpc://" + address, config));
  }

  // It is closed also when this fails, or its graph could not be closed.
  private static TrainingSession over(TrainingGraph graph, NativeSession session) {
    TrainingSession taken = new TrainingSession(graph, session);
    try {
      graph
          .model()
          .inputs()
          .forEach((name, input) -> taken.inputs.put(name, graph.output(input.placeholder())));
      graph.measures().forEach((name, m) -> taken.measures.put(name, graph.output(m)));
      return taken;
    } catch (RuntimeException | Error e) {
      taken.close();
      throw e;
    }
  }

  /** Whether all variables have values. */
  boolean isReady() {
    Session.Runner runner = session.runner();
    graph.readiness().forEach(ready -> runner.fetch(graph.output(ready)));
    try (Result result = runner.run()) {
      for (int i = 0; i < result.size(); i++) {
        if (!((TBool) result.get(i)).getBoolean()) {
          return false;
        }
      }
      return true;
    }
  }

  /** Gives the variables their first values. */
  void initialize() {
    assign(GraphVariable::initial);
  }

  /** Gives the variables of whoever is furthest to those who have others; all or none. */
  void share(GradientExchange exchange) {
    if (exchange.takesState()) {
      assign(variable -> taken(variable, exchange));
    } else {
      graph.assigned().values().forEach(variable -> give(variable, exchange));
    }
  }

  private static Tensor taken(GraphVariable<?> variable, GradientExchange exchange) {
    Tensor value = Tensor.of(variable.type(), variable.shape());
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(value.numBytes()));
    exchange.share(bytes);
    ByteDataBuffer data = value.asRawTensor().data();
    DataBuffers.of(bytes).copyTo(data, data.size());
    return value;
  }

  private void give(GraphVariable<?> variable, GradientExchange exchange) {
    if (!exchange.givesState()) {
      exchange.share(ByteBuffer.allocate(0));
      return;
    }
    try (Tensor value = fetch(variable)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(value.numBytes()));
      ByteDataBuffer data = value.asRawTensor().data();
      data.copyTo(DataBuffers.of(bytes), data.size());
      exchange.share(bytes);
    }
  }

  /** A number that tells by its bits whether two replicas have the same variables. */
  long digest() {
    CRC32C digest = new CRC32C();
    for (GraphVariable<?> variable : graph.assigned().values()) {
      try (Tensor value = fetch(variable)) {
        byte[] bytes = new byte[Math.toIntExact(value.numBytes())];
        value.asRawTensor().data().read(bytes);
        digest.update(bytes);
      }
    }
    return digest.getValue();
  }

  private Tensor fetch(GraphVariable<?> variable) {
    return session.runner().fetch(graph.output(variable.value())).run().get(0);
  }

  private void assign(Function<GraphVariable<?>, Tensor> valueOf) {
    List<Tensor> values = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      graph
          .assigned()
          .forEach(
              (placeholder, variable) -> {
                Tensor value = valueOf.apply(variable);
                values.add(value);
                runner.feed(graph.output(placeholder), value);
              });
      runner.addTarget(graph.operation(graph.initialize())).run().close();
    } finally {
      values.forEach(Tensor::close);
    }
  }

  /** Reads the variables from a checkpoint. */
  void restore(Path prefix) {
    transfer(prefix, graph.operation(graph.restore()));
  }

  /** Writes the variables to a checkpoint. */
  void save(Path prefix) {
    transfer(prefix, graph.operation(graph.save()));
  }

  private void transfer(Path prefix, Operation target) {
    try (TString value = TString.scalarOf(prefix.toString())) {
      session.runner().feed(graph.output(graph.prefix()), value).addTarget(target).run().close();
    }
  }

  /** Gives everybody the primary's variables. */
  void synchronize() {
    session.runner().addTarget(graph.operation(graph.synchronize())).run().close();
  }

  /** Returns when every replica is here. */
  void finish() {
    session.runner().fetch(graph.output(graph.finish())).run().close();
  }

  /** Has the gradients of each step summed over all replicas from now on. */
  void exchangeWith(GradientExchange exchange) {
    this.exchange = exchange;
  }

  /**
   * Trains one step.
   *
   * @param trace how it is traced; null if it is not
   */
  Outcome step(Batch batch, @Nullable RunOptions trace) {
    Operand<TFloat32> ownSums = graph.ownSums();
    PreparedRun first = ownSums == null ? update() : gradients(ownSums);
    int next = 0;
    for (String input : inputs.keySet()) {
      first.feed(next++, batch.require(input));
    }
    @Nullable RunMetadata traced = null;
    if (trace == null) {
      first.run();
    } else {
      traced = first.run(trace);
    }
    if (ownSums != null) {
      sum(first);
      update().feed(0, first, 0);
      update().run();
      first.release();
    }
    return outcome(update(), traced);
  }

  // In the memory that they were computed into: nothing is copied.
  private void sum(PreparedRun gradients) {
    if (exchange == null) {
      throw new IllegalStateException("nothing sums the gradients");
    }
    long size = gradients.size(0);
    for (long from = 0; from < size; from += PIECE) {
      exchange.sum(gradients.floats(0, from, (int) Math.min(PIECE, size - from)));
    }
  }

  private PreparedRun gradients(Operand<TFloat32> ownSums) {
    if (gradients == null) {
      gradients =
          prepared.prepare(List.copyOf(inputs.values()), List.of(graph.output(ownSums)), List.of());
    }
    return gradients;
  }

  private PreparedRun update() {
    if (update == null) {
      List<Output<?>> outputs = new ArrayList<>(measures.values());
      outputs.add(graph.output(graph.stepAfter()));
      TrainingGraph.EarlyEndVariable lastStep = graph.lastStep();
      if (lastStep != null) {
        outputs.add(graph.output(lastStep.value()));
      }
      update =
          prepared.prepare(
              graph.ownSums() == null
                  ? List.copyOf(inputs.values())
                  : List.of(graph.output(graph.sumsOfAll())),
              outputs,
              graph.train().stream().map(graph::operation).collect(Collectors.toList()));
    }
    return update;
  }

  private Outcome outcome(PreparedRun update, @Nullable RunMetadata traced) {
    Map<String, Double> measured = new LinkedHashMap<>();
    int next = 0;
    for (String name : measures.keySet()) {
      measured.put(name, (double) update.getFloat(next++));
    }
    long step = update.getLong(next++);
    OptionalLong lastStep =
        graph.lastStep() == null ? OptionalLong.empty() : lastStep(update.getLong(next));
    return new Outcome(step, lastStep, measured, traced);
  }

  /** Measures without training. */
  Map<String, Double> measure(Batch batch) {
    Session.Runner runner = session.runner();
    inputs.forEach((name, placeholder) -> runner.feed(placeholder, batch.require(name)));
    measures.values().forEach(runner::fetch);
    try (Result result = runner.run()) {
      return measured(result);
    }
  }

  private Map<String, Double> measured(Result result) {
    Map<String, Double> measured = new LinkedHashMap<>();
    int i = 0;
    for (String name : measures.keySet()) {
      measured.put(name, (double) ((TFloat32) result.get(i++)).getFloat());
    }
    return measured;
  }

  /** The step after which the job ends, if its replicas are told one and it is decided. */
  OptionalLong lastStep() {
    TrainingGraph.EarlyEndVariable variable = graph.lastStep();
    return variable == null ? OptionalLong.empty() : lastStep(fetchLong(variable.value()));
  }

  private static OptionalLong lastStep(long value) {
    return value == 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Tells all replicas that the job ends with the step that it has come to. */
  void endNow() {
    TrainingGraph.EarlyEndVariable variable = graph.lastStep();
    if (variable == null) {
      throw new IllegalStateException("the graph was built without an early end");
    }
    session.runner().addTarget(graph.operation(variable.endNow())).run().close();
  }

  /** The step of the job. */
  long globalStep() {
    return fetchLong(graph.graphVariables().globalStep().value());
  }

  /** The steps that each replica has done, for those that are counted. */
  SortedMap<Replica, Long> stepsPerReplica() {
    SortedMap<Replica, Long> steps = new TreeMap<>();
    graph
        .counters()
        .forEach((replica, counters) -> steps.put(replica, fetchLong(counters.steps())));
    return steps;
  }

  /** Reports the end of this replica to all. */
  void reportEnd(Replica self) {
    session.runner().addTarget(graph.operation(counters(self).end())).run().close();
  }

  /** Whether a replica has reported its end. */
  boolean hasEnded(Replica replica) {
    return fetchLong(counters(replica).ended()) != 0;
  }

  private TrainingGraph.Counters counters(Replica replica) {
    TrainingGraph.Counters counters = graph.counters().get(replica);
    if (counters == null) {
      throw new IllegalStateException("nothing is counted of " + replica);
    }
    return counters;
  }

  private long fetchLong(Operand<TInt64> value) {
    try (Result result = session.runner().fetch(graph.output(value)).run()) {
      return ((TInt64) result.get(0)).getLong();
    }
  }

  /** The values of the model's variables, in row-major order. */
  Map<String, float[]> variables() {
    Map<String, float[]> values = new LinkedHashMap<>();
    Session.Runner runner = session.runner();
    graph.model().variables().values().forEach(value -> runner.fetch(graph.output(value)));
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : graph.model().variables().keySet()) {
        TFloat32 tensor = (TFloat32) result.get(i++);
        float[] copy = new float[Math.toIntExact(tensor.size())];
        tensor.copyTo(DataBuffers.of(copy));
        values.put(name, copy);
      }
    }
    return values;
  }

  @Override
  public void close() {
    for (PreparedRun run : new @Nullable PreparedRun[] {gradients, update}) {
      if (run != null) {
        run.close();
      }
    }
    prepared.close();
  }

  /** What came out of a step. */
  static final class Outcome {
    private final long step;
    private final OptionalLong lastStep;
    private final Map<String, Double> measures;
    private final @Nullable RunMetadata traced;

    Outcome(
        long step,
        OptionalLong lastStep,
        Map<String, Double> measures,
        @Nullable RunMetadata traced) {
      this.step = step;
      this.lastStep = lastStep;
      this.measures = measures;
      this.traced = traced;
    }

    /** The step of the job that it was. */
    long step() {
      return step;
    }

    /** The step after which the job ends, if its replicas are told one and it is decided. */
    OptionalLong lastStep() {
      return lastStep;
    }

    /** The loss before the update. */
    double loss() {
      return measures.getOrDefault(ModelGraph.LOSS, Double.NaN);
    }

    /** The loss and the metrics before the update. */
    Map<String, Double> measures() {
      return measures;
    }

    /** What TensorFlow says of the step; null if it was not traced. */
    @Nullable RunMetadata traced() {
      return traced;
    }
  }
}
