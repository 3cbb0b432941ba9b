package org.flytekitplugins.jflyte.execution;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressFile;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TrackedTraining;
import org.flytekitplugins.tensorflow.distributed.Batch;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Examples;
import org.flytekitplugins.tensorflow.distributed.Initializer;
import org.flytekitplugins.tensorflow.distributed.ModelGraph;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * What it costs a step that a training is reported: trainings of one process take turns, as
 * benchmarks/reporting.md says. It stands in the launcher's package for its followers, which are
 * what a pod has.
 */
final class ReportingCost {
  // Thirty times and five times as often as in a pod, so that some of it is within each training.
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private static final int PIXELS = 64;
  private static final int ROWS = 2048;

  private static final Path FOLDER = temporary();
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** What is told of a training; each with all that those before it tell, but MLflow alone. */
  private enum Told {
    NOTHING,
    LINES,
    TENSORBOARD,
    MLFLOW
  }

  private final int width;
  private final int batch;
  private final int every;
  private final int steps;

  private ReportingCost(int width, int batch, int every, int steps) {
    this.width = width;
    this.batch = batch;
    this.every = every;
    this.steps = steps;
  }

  /** Arguments: rounds, then for each row WIDTH:BATCH:EVERY:STEPS. */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    System.out.println(
        "| network, batch | a step | reported | told | steps/s | of it (quartiles) | processor, µs a step | of it (quartiles) |");
    System.out.println("|---|---:|---|---|---:|---:|---:|---:|");
    for (String row : Arrays.asList(arguments).subList(1, arguments.length)) {
      int[] numbers = Arrays.stream(row.split(":", -1)).mapToInt(Integer::parseInt).toArray();
      new ReportingCost(numbers[0], numbers[1], numbers[2], numbers[3]).measure(rounds);
    }
  }

  private void measure(int rounds) {
    List<Told> told = new ArrayList<>(List.of(Told.NOTHING, Told.LINES, Told.TENSORBOARD));
    if (System.getenv("MLFLOW_TRACKING_URI") != null) {
      told.add(Told.MLFLOW);
    }
    Map<Told, List<Cost>> costs = new EnumMap<>(Told.class);
    told.forEach(one -> costs.put(one, new ArrayList<>()));
    for (int round = 0; round <= rounds; round++) {
      for (Told one : told) {
        Cost cost = train(one);
        // The first round warms up.
        if (round > 0) {
          costs.get(one).add(cost);
        }
      }
      // Who comes first takes turns, too.
      Collections.rotate(told, 1);
    }
    costs.forEach((one, all) -> print(one, all, costs.get(Told.NOTHING)));
  }

  private void print(Told told, List<Cost> costs, List<Cost> silent) {
    List<Double> rates = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    List<Double> micros = new ArrayList<>();
    List<Double> moreMicros = new ArrayList<>();
    for (int round = 0; round < costs.size(); round++) {
      rates.add(costs.get(round).stepsPerSecond);
      shares.add(costs.get(round).stepsPerSecond / silent.get(round).stepsPerSecond);
      micros.add(costs.get(round).cpuMicros);
      moreMicros.add(costs.get(round).cpuMicros / silent.get(round).cpuMicros);
    }
    System.out.printf(
        "| 64-%d-10, %d | %.0f µs | each %s | %s | %,.0f | %s | %.1f | %s |%n",
        width,
        batch,
        1e6 / quantile(rates, 0.5),
        every == 1 ? "" : every + "th",
        told.name().toLowerCase(java.util.Locale.ROOT),
        quantile(rates, 0.5),
        told == Told.NOTHING ? "1" : quartiles(shares),
        quantile(micros, 0.5),
        told == Told.NOTHING ? "1" : quartiles(moreMicros));
  }

  private static String quartiles(List<Double> values) {
    return String.format(
        "%.4f (%.4f–%.4f)",
        quantile(values, 0.5), quantile(values, 0.25), quantile(values, 0.75));
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }

  private Cost train(Told told) {
    Path room = temporary(FOLDER);
    Path log = room.resolve("progress.jsonl");
    if (told != Told.NOTHING) {
      System.setProperty(ProgressLog.PROPERTY, log.toString());
    }
    Clock clock = new Clock(steps / 5, steps);
    try (ProgressFollower events = told == Told.TENSORBOARD ? events(room, log) : null) {
      TrackerFollower tracker = told == Told.MLFLOW ? tracker(room, log) : null;
      DistributedTraining.builder()
          .model(this::model)
          .optimizer(Optimizer.momentum(0.01f, 0.9f))
          .batches(shard -> clock.over(EXAMPLES.batches(batch).open(shard)))
          .runtime(r -> r.intraOpThreads(1))
          .checkpoints(c -> c.interval(Duration.ofHours(1)))
          .reportEvery(every)
          .steps(steps)
          .build()
          .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(room));
      if (tracker != null) {
        tracker.succeeded(new byte[0]);
      }
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
    }
    return clock.cost();
  }

  private static ProgressFollower events(Path room, Path log) {
    ReplicaConsole console = ReplicaConsole.standard();
    EventFolder folder =
        new EventFolder(
            BlobStore.of(Map.of()),
            room.toUri().toString(),
            Replica.parse("worker-0"),
            "a job",
            () -> "",
            console);
    return ProgressFollower.start(ProgressFile.at(log), List.of(folder), console, PERIOD);
  }

  private static TrackerFollower tracker(Path room, Path log) {
    return TrackerFollower.start(
        ReportingCost.class.getClassLoader(),
        TrackedTraining.builder("com.acme.Train", room.toUri().toString())
            .environment(System.getenv())
            .build(),
        ProgressFile.at(log),
        ReplicaConsole.standard(),
        PERIOD,
        TrackerFollower.PATIENCE);
  }

  private static final Examples EXAMPLES = examples();

  private static Examples examples() {
    Random random = new Random(7);
    float[] pixels = new float[ROWS * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    long[] digits = random.longs(ROWS, 0, 10).toArray();
    return Examples.builder()
        .floats("pixels", Shape.of(PIXELS), pixels)
        .longs("digit", Shape.scalar(), digits)
        .build();
  }

  private void model(ModelGraph graph) {
    Ops tf = graph.ops();
    Operand<TFloat32> pixels = graph.feature("pixels", TFloat32.class, Shape.of(PIXELS));
    Operand<TInt64> digit = graph.label("digit", TInt64.class, Shape.scalar());
    Operand<TFloat32> hidden = tf.nn.relu(dense(graph, "hidden", pixels, PIXELS, width));
    Operand<TFloat32> logits = dense(graph, "output", hidden, width, 10);
    Operand<TInt64> predicted = tf.math.argMax(logits, tf.constant(1));
    Operand<TFloat32> oneHot = tf.oneHot(digit, tf.constant(10), tf.constant(1f), tf.constant(0f));
    graph.loss(
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, oneHot).loss(), tf.constant(0)));
    graph.metric(
        "accuracy",
        tf.math.mean(
            tf.dtypes.cast(tf.math.equal(predicted, digit), TFloat32.class), tf.constant(0)));
    graph.prediction("digit", predicted);
  }

  private static Operand<TFloat32> dense(
      ModelGraph graph, String name, Operand<TFloat32> input, int in, int out) {
    Ops tf = graph.ops();
    return tf.math.add(
        tf.linalg.matMul(
            input, graph.variable(name + "_kernel", Shape.of(in, out), Initializer.glorotUniform())),
        graph.variable(name + "_bias", Shape.of(out), Initializer.zeros()));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("reporting");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path temporary(Path folder) {
    try {
      return Files.createTempDirectory(folder, "training");
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final class Cost {
    private final double stepsPerSecond;
    private final double cpuMicros;

    Cost(double stepsPerSecond, double cpuMicros) {
      this.stepsPerSecond = stepsPerSecond;
      this.cpuMicros = cpuMicros;
    }
  }

  /** Looks at the time when a training asks for certain batches. */
  private static final class Clock {
    private final int first;
    private final int last;
    private int next;
    private long start;
    private long cpuStart;
    private long end;

    Clock(int first, int last) {
      this.first = first;
      this.last = last;
    }

    Iterator<Batch> over(Iterator<Batch> batches) {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return batches.hasNext();
        }

        @Override
        public Batch next() {
          next++;
          if (next == first) {
            start = System.nanoTime();
            cpuStart = SYSTEM.getProcessCpuTime();
          } else if (next == last) {
            end = System.nanoTime();
          }
          return batches.next();
        }
      };
    }

    /** When all is written: processors' time of what others still had to do counts. */
    Cost cost() {
      return new Cost(
          (last - first) * 1e9 / (end - start),
          (SYSTEM.getProcessCpuTime() - cpuStart) / 1e3 / (last - first));
    }
  }
}
