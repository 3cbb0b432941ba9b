package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * Steps per second of each strategy against a bare TensorFlow Java loop on the same model. Not a
 * test: run by hand, see {@code benchmarks/distributed-training.md}.
 */
final class TrainingBenchmark {
  private static final int STEPS = 3000;
  private static final int DIRECT_STEPS = 30_000;
  private static final int STEPS_WITH_WORK = 120;
  private static final int MILLIS_OF_WORK = 50;
  private static final int ROUNDS = 5;
  private static final List<String> PIECES =
      List.of("alone", "counting", "servers", "all-reduce", "work");

  // As TensorFlow is, with the threads of two processors.
  private static final TensorflowRuntime PLAIN =
      TensorflowRuntime.builder().intraOpThreads(1).interOpThreads(2).build();

  private TrainingBenchmark() {}

  /** The pieces to measure; without arguments all. */
  public static void main(String[] arguments) throws Exception {
    for (String piece : arguments.length == 0 ? PIECES : List.of(arguments)) {
      switch (piece) {
        case "alone" -> alone();
        case "counting" -> System.out.printf("counting a step    %7.0f ns%n", nanosPerCount());
        case "servers" -> servers();
        case "all-reduce" -> allReduce();
        case "work" ->
            distributed(
                "chief-0 worker-0 worker-1 worker-2", "DIRECT", STEPS_WITH_WORK, MILLIS_OF_WORK);
        default -> throw new IllegalArgumentException(piece + " is none of " + PIECES);
      }
    }
  }

  private static void servers() throws Exception {
    for (String job :
        new String[] {
          "worker-0 ps-0",
          "chief-0 worker-0 ps-0",
          "chief-0 worker-0 worker-1 ps-0",
          "chief-0 worker-0 worker-1 ps-0 ps-1"
        }) {
      distributed(job, "", STEPS, 0);
    }
  }

  private static void allReduce() throws Exception {
    for (String job : new String[] {"chief-0 worker-0", "chief-0 worker-0 worker-1"}) {
      distributed(job, "COLLECTIVES", STEPS, 0);
      distributed(job, "DIRECT", DIRECT_STEPS, 0);
    }
  }

  private static void alone() {
    List<Double> bare = new ArrayList<>();
    List<Double> single = new ArrayList<>();
    // In turns, so that what else the machine does hits both.
    for (int round = 0; round <= ROUNDS; round++) {
      double bareRate = bareLoop();
      double singleRate = single();
      // The first round warms up.
      if (round > 0) {
        bare.add(bareRate);
        single.add(singleRate);
      }
    }
    System.out.printf("bare loop          %7.0f steps/s%n", median(bare));
    System.out.printf(
        "SINGLE             %7.0f steps/s, %.2f of the bare loop%n",
        median(single), median(single) / median(bare));
  }

  // What every step does for it, whether anybody is told or not.
  private static double nanosPerCount() {
    int steps = 2_000_000;
    double best = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      try (TrainingUsage usage = TrainingUsage.start()) {
        usage.begin(() -> 0);
        long start = System.nanoTime();
        for (int step = 0; step < steps; step++) {
          long before = System.nanoTime();
          usage.gotBatch(System.nanoTime() - before);
          usage.stepDone(32);
        }
        best = Math.min(best, (System.nanoTime() - start) / (double) steps);
      }
    }
    return best;
  }

  private static double single() {
    try (Scratch scratch = new Scratch()) {
      TrainingResult result =
          Digits.builder()
              .steps(STEPS)
              .evaluation(null)
              .build()
              .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(scratch.folder()));
      return ReplicaMain.rate(result.history());
    }
  }

  /** What one would write without us: the same graph, batches and optimizer, and nothing else. */
  private static double bareLoop() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      List<VarHandleOp> variables = new ArrayList<>();
      List<Op> initializers = new ArrayList<>();
      ModelGraph model =
          ModelGraph.define(
              Digits::model,
              tf,
              true,
              (name, shape, initializer) -> {
                VarHandleOp variable =
                    tf.varHandleOp(TFloat32.class, shape, VarHandleOp.sharedName(name));
                variables.add(variable);
                initializers.add(
                    tf.assignVariableOp(
                        variable,
                        tf.constant(
                            shape, DataBuffers.of(initializer.values(shape, new Random(7))))));
                return tf.readVariableOp(variable, TFloat32.class);
              });
      Operand<TFloat32> loss = model.measures().get(ModelGraph.LOSS);
      List<Operand<TFloat32>> values = List.copyOf(model.variables().values());
      Output<?>[] gradients =
          graph.addGradients(
              loss.asOutput(), values.stream().map(Operand::asOutput).toArray(Output<?>[]::new));
      List<Op> updates = new ArrayList<>();
      for (int i = 0; i < gradients.length; i++) {
        VarHandleOp velocity =
            tf.varHandleOp(
                TFloat32.class, values.get(i).shape(), VarHandleOp.sharedName("velocity_" + i));
        initializers.add(tf.assignVariableOp(velocity, tf.zerosLike(values.get(i))));
        updates.add(
            tf.train.resourceApplyMomentum(
                variables.get(i),
                velocity,
                tf.constant(0.05f),
                gradients[i].expect(TFloat32.class),
                tf.constant(0.9f)));
      }
      Op train = tf.withControlDependencies(updates).noOp();
      Op initialize = tf.withControlDependencies(initializers).noOp();
      try (Session session = new Session(graph, SessionConfig.local(PLAIN))) {
        session.runner().addTarget(initialize).run().close();
        return bareLoop(session, model, loss, train);
      }
    }
  }

  private static double bareLoop(
      Session session, ModelGraph model, Operand<TFloat32> loss, Op train) {
    Iterator<Batch> batches = Digits.training().batches(32).open(Shard.of(0, 1, 7, 0));
    long start = 0;
    for (int step = 1; step <= STEPS; step++) {
      try (Batch batch = batches.next()) {
        Session.Runner runner = session.runner();
        for (ModelInput input : model.inputs().values()) {
          Tensor tensor = batch.require(input.name());
          runner.feed(input.placeholder(), tensor);
        }
        try (Result result = runner.fetch(loss).addTarget(train).run()) {
          if (!Float.isFinite(((TFloat32) result.get(0)).getFloat())) {
            throw new IllegalStateException("the loss is no number");
          }
        }
      }
      if (step == 10) {
        start = System.nanoTime();
      }
    }
    return (STEPS - 10) * 1e9 / (System.nanoTime() - start);
  }

  private static void distributed(String replicas, String exchange, int steps, int millisOfWork)
      throws IOException, InterruptedException {
    List<String> names = List.of(replicas.split(" ", -1));
    String primary = names.get(0);
    try (Scratch scratch = new Scratch();
        ProcessJob job =
            new ProcessJob(
                    LoopbackCluster.of(names.toArray(new String[0])),
                    scratch.folder(),
                    steps,
                    millisOfWork,
                    60,
                    steps,
                    exchange.isEmpty() ? Exchange.DIRECT : exchange)
                .startAll()) {
      String result = job.awaitEnd(primary);
      if (job.said(primary, "rate").isEmpty()) {
        throw new IllegalStateException(result);
      }
      StringBuilder memory = new StringBuilder();
      for (String name : names) {
        memory.append(' ').append(name).append('=');
        memory.append(
            name.startsWith("ps") ? job.peakMebibytes(name) : job.said(name, "peak").get(0));
      }
      double rate = Double.parseDouble(job.said(primary, "rate").get(0).split(" ", -1)[0]);
      System.out.printf(
          "%-36s %-12s %7.0f steps/s%s; peak RSS in MiB:%s%n",
          replicas,
          exchange,
          rate,
          millisOfWork == 0
              ? ""
              : String.format(
                  ", %.0f %% of what %d ms of work allow", rate * millisOfWork / 10, millisOfWork),
          memory);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /** The largest resident set of a process so far, on Linux. */
  static long peakMebibytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Arrays.asList(line.trim().split("\\s+", -1)))
          .mapToLong(fields -> Long.parseLong(fields.get(1)) / 1024)
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
