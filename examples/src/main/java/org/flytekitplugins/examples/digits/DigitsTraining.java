package org.flytekitplugins.examples.digits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;

/**
 * A training of the digits network in this process: {@link #run} it, then measure and export what
 * came out.
 *
 * <p>The same rows and options give the same weights, bit for bit, on the same type of machine.
 * Holds native memory until closed. Not for use by several threads.
 */
public final class DigitsTraining implements AutoCloseable {

  // One thread: with more, a sum may be added up in another order each time, and equal seeds would
  // give slightly different weights. The network is too small to gain from them anyway.
  private static final ConfigProto ONE_THREAD =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(1)
          // Otherwise the first session of the process decides for all.
          .setUsePerSessionThreads(true)
          .build();

  private final DigitsNetwork network;
  private final Session session;

  private DigitsTraining(DigitsNetwork network, Session session) {
    this.network = network;
    this.session = session;
  }

  /**
   * Trains without telling anybody.
   *
   * @see #run(Digits, TrainingOptions, int, Listener)
   */
  public static DigitsTraining run(Digits rows, TrainingOptions options) {
    return run(rows, options, options.steps(), (step, loss, accuracy) -> {});
  }

  /**
   * Trains from fresh weights, all steps.
   *
   * @param rows the rows to learn from, at least one batch of them
   * @param every after how many steps the listener is told, at least 1; it is also told after the
   *     last step
   * @return the trained network, to be closed by the caller
   * @throws IllegalArgumentException if there are fewer rows than a batch needs, or {@code every}
   *     is below 1
   * @throws IllegalStateException if the loss stops being a number, because the learning rate is
   *     too high
   */
  public static DigitsTraining run(
      Digits rows, TrainingOptions options, int every, Listener listener) {
    if (options.batchSize() > rows.size()) {
      throw new IllegalArgumentException(
          "batch size is "
              + options.batchSize()
              + ", but there are only "
              + rows.size()
              + " rows to learn from: ask for 1 to "
              + rows.size());
    }
    if (every < 1) {
      throw new IllegalArgumentException(
          "every is " + every + ", but it counts the steps between two reports: ask for 1 or more");
    }
    Random random = new Random(options.seed());
    DigitsTraining training = open(options, random);
    try {
      training.train(rows, options, random, every, listener);
      return training;
    } catch (RuntimeException | Error e) {
      training.close();
      throw e;
    }
  }

  private static DigitsTraining open(TrainingOptions options, Random random) {
    Graph graph = new Graph();
    try {
      DigitsNetwork network =
          DigitsNetwork.trainable(
              graph,
              DigitsNetwork.initialWeights(random),
              options.learningRate(),
              options.momentum());
      return new DigitsTraining(network, new Session(graph, ONE_THREAD));
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  private void train(
      Digits rows, TrainingOptions options, Random random, int every, Listener listener) {
    session.runner().addTarget(network.initialize()).run().close();
    BatchOrder order = new BatchOrder(rows.size(), random);
    try (DigitsBatch all = DigitsBatch.of(rows)) {
      for (int step = 1; step <= options.steps(); step++) {
        try (DigitsBatch batch = DigitsBatch.of(rows, order.next(options.batchSize()))) {
          requireFinite(update(batch), step, options);
        }
        if (step % every == 0 || step == options.steps()) {
          Measurement measured = measure(all);
          requireFinite(measured.loss(), step, options);
          listener.measured(step, measured.loss(), measured.accuracy());
        }
      }
    }
  }

  /** Does one step and returns the loss of the batch before it. */
  private float update(DigitsBatch batch) {
    try (Result result =
        session
            .runner()
            .feed(network.pixels(), batch.pixels())
            .feed(network.labels(), batch.labels())
            .fetch(network.loss())
            .addTarget(network.update())
            .run()) {
      return ((TFloat32) result.get(0)).getFloat();
    }
  }

  private static void requireFinite(float loss, int step, TrainingOptions options) {
    if (!Float.isFinite(loss)) {
      throw new IllegalStateException(
          "loss is "
              + loss
              + " at step "
              + step
              + ", so the training does not converge: ask for a learning rate below "
              + options.learningRate());
    }
  }

  /** Returns how well the trained network does on some rows. */
  public Measurement measure(Digits rows) {
    try (DigitsBatch batch = DigitsBatch.of(rows)) {
      return measure(batch);
    }
  }

  private Measurement measure(DigitsBatch batch) {
    try (Result result =
        session
            .runner()
            .feed(network.pixels(), batch.pixels())
            .feed(network.labels(), batch.labels())
            .fetch(network.loss())
            .fetch(network.accuracy())
            .run()) {
      return new Measurement(
          ((TFloat32) result.get(0)).getFloat(), ((TFloat32) result.get(1)).getFloat());
    }
  }

  /** Returns how likely each digit is for every row: [rows][10]. */
  float[][] probabilities(Digits rows) {
    try (DigitsBatch batch = DigitsBatch.of(rows);
        Result result =
            session
                .runner()
                .feed(network.pixels(), batch.pixels())
                .fetch(network.probabilities())
                .run()) {
      float[] flat = floats(result.get(0));
      float[][] byRow = new float[rows.size()][Digits.CLASSES];
      for (int row = 0; row < rows.size(); row++) {
        System.arraycopy(flat, row * Digits.CLASSES, byRow[row], 0, Digits.CLASSES);
      }
      return byRow;
    }
  }

  /** Returns the trained values, in the order of {@link DigitsNetwork#initialWeights}. */
  List<float[]> weights() {
    Session.Runner runner = session.runner();
    for (Operand<TFloat32> weight : network.weights()) {
      runner.fetch(weight);
    }
    try (Result result = runner.run()) {
      List<float[]> weights = new ArrayList<>();
      for (int i = 0; i < result.size(); i++) {
        weights.add(floats(result.get(i)));
      }
      return weights;
    }
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    ((TFloat32) tensor).copyTo(DataBuffers.of(values));
    return values;
  }

  /**
   * Writes the trained network as a TensorFlow SavedModel with the tag {@code serve} and the
   * signature {@code serving_default}: input {@code pixels} (float, [rows, 64], 0 to 1), outputs
   * {@code digit} (int64, [rows]) and {@code probabilities} (float, [rows, 10]).
   *
   * @param folder where to write; created if it is not there
   * @throws IOException if the folder holds a SavedModel already, or cannot be written
   */
  public void exportTo(Path folder) throws IOException {
    if (Files.exists(folder.resolve(DigitsModel.FILE))) {
      throw new IOException(
          "folder " + folder + " already holds a SavedModel: export to another folder");
    }
    // The exporter ignores a failure to create folders, and then fails with a riddle.
    Files.createDirectories(folder);
    try (Graph frozen = new Graph()) {
      Signature signature = DigitsNetwork.frozen(frozen, weights());
      try (Session frozenSession = new Session(frozen, ONE_THREAD)) {
        SavedModelBundle.exporter(folder.toString())
            .withSession(frozenSession)
            .withSignature(signature)
            .export();
      }
    }
  }

  /** Releases the native memory. */
  @Override
  public void close() {
    session.close();
    network.graph().close();
  }

  /** Is told how a training goes. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Called from the training thread, which waits.
     *
     * @param step the number of steps done, from 1
     * @param loss the mean cross entropy of all rows that are learned from, with the weights after
     *     this step
     * @param accuracy the share of these rows that is recognized, 0 to 1
     */
    void measured(int step, float loss, float accuracy);
  }

  /**
   * How well a network does on some rows.
   *
   * @param loss the mean cross entropy, 0 or more
   * @param accuracy the share of the rows that is recognized, 0 to 1
   */
  public record Measurement(float loss, float accuracy) {}
}
