package org.flytekitplugins.jflyte.execution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * What it costs a step that a training is reported: one training tells its progress for some
 * seconds, and is silent for some, as benchmarks/reporting.md says. It stands in the launcher's
 * package for its followers, which are what a pod has.
 */
final class ReportingCost {
  // Sixty times and ten times as often as in a pod, so that some of it is within each block.
  private static final Duration PERIOD = Duration.ofMillis(500);

  private static final int PIXELS = 64;
  private static final int ROWS = 2048;

  private static final Path FOLDER = temporary();

  /** Who reads what is told; nobody but the two followers does more than the training itself. */
  private enum Told {
    LINES(Duration.ZERO, Duration.ofMillis(50), 60),
    TENSORBOARD(Duration.ofSeconds(1), Duration.ofSeconds(2), 1),
    MLFLOW(Duration.ofSeconds(1), Duration.ofSeconds(2), 1);

    private final Duration settling;
    private final Duration counted;
    private final int blocks;

    Told(Duration settling, Duration counted, int blocks) {
      this.settling = settling;
      this.counted = counted;
      this.blocks = blocks;
    }
  }

  private final int width;
  private final int batch;
  private final int every;

  private ReportingCost(int width, int batch, int every) {
    this.width = width;
    this.batch = batch;
    this.every = every;
  }

  /** Arguments: pairs of blocks, who reads (with commas), then for each row WIDTH:BATCH:EVERY. */
  public static void main(String[] arguments) {
    int pairs = Integer.parseInt(arguments[0]);
    System.out.println(
        "| network, batch | reported | told | a step | takes, of it | threads, µs a step | server, µs a step |");
    System.out.println("|---|---|---|---:|---:|---:|---:|");
    for (String row : Arrays.asList(arguments).subList(2, arguments.length)) {
      int[] numbers = Arrays.stream(row.split(":", -1)).mapToInt(Integer::parseInt).toArray();
      ReportingCost cost = new ReportingCost(numbers[0], numbers[1], numbers[2]);
      for (String told : arguments[1].split(",", -1)) {
        cost.measure(Told.valueOf(told.toUpperCase(Locale.ROOT)), pairs);
      }
    }
  }

  private void measure(Told told, int pairs) {
    Path room = temporary(FOLDER);
    Path log = room.resolve("progress.jsonl");
    System.setProperty(ProgressLog.PROPERTY, log.toString());
    TellingBlocks blocks =
        new TellingBlocks(
            told.settling,
            told.counted,
            pairs * told.blocks,
            OtherProcessors.with(told == Told.MLFLOW ? System.getenv("MLFLOW_SERVER") : null),
            tells -> {
              if (tells) {
                System.setProperty(ProgressLog.PROPERTY, log.toString());
              } else {
                System.clearProperty(ProgressLog.PROPERTY);
              }
            });
    TrackerFollower tracker = told == Told.MLFLOW ? tracker(room, log) : null;
    try (ProgressFollower events = told == Told.TENSORBOARD ? events(room, log) : null) {
      DistributedTraining.builder()
          .model(this::model)
          .optimizer(Optimizer.momentum(0.01f, 0.9f))
          .batches(shard -> blocks.over(EXAMPLES.batches(batch).open(shard)))
          .runtime(r -> r.intraOpThreads(1))
          .checkpoints(c -> c.interval(Duration.ofHours(1)))
          .reportEvery(every)
          .steps(Long.MAX_VALUE)
          .build()
          .run(TrainingContext.of(Map.of()), LocalFolderStorage.in(room));
    } catch (IllegalStateException e) {
      // That batches end is what a training fails of; here nothing else ends it.
      if (!blocks.areOver()) {
        throw e;
      }
    } finally {
      System.clearProperty(ProgressLog.PROPERTY);
      if (tracker != null) {
        tracker.succeeded(new byte[0]);
      }
    }
    System.out.printf(
        "| 64-%d-10, %d | %s | %s | %s%n",
        width, batch, every == 1 ? "each" : "each " + every + "th", told.name().toLowerCase(Locale.ROOT), blocks.row());
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
}
