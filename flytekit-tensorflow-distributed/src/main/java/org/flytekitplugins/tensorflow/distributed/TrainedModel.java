package org.flytekitplugins.tensorflow.distributed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;

/** A model with the variables of a checkpoint, in this process alone: to score and to export. */
final class TrainedModel implements AutoCloseable {
  private static final String SAVED_MODEL = "saved_model.pb";

  private final DistributedTraining training;
  private final TrainingGraph graph;
  private final TrainingSession session;

  private TrainedModel(DistributedTraining training, TrainingGraph graph, TrainingSession session) {
    this.training = training;
    this.graph = graph;
    this.session = session;
  }

  /** A model with the variables of a checkpoint. */
  static TrainedModel load(DistributedTraining training, Path prefix) {
    TrainedModel model = open(training);
    try {
      model.restore(prefix);
      return model;
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** A model whose variables have no values yet. */
  static TrainedModel open(DistributedTraining training) {
    TrainingGraph graph = TrainingGraph.forScoring(training.model());
    return new TrainedModel(training, graph, TrainingSession.local(graph, training.runtime()));
  }

  void restore(Path prefix) {
    session.restore(prefix);
  }

  /** The loss and the metrics, as means over all examples. */
  Map<String, Double> score(Iterable<Batch> batches) {
    Map<String, Double> sums = new LinkedHashMap<>();
    long examples = 0;
    for (Batch next : batches) {
      try (Batch batch = next) {
        long size = batch.size();
        session
            .measure(batch)
            .forEach((name, value) -> sums.merge(name, value * size, Double::sum));
        examples += size;
      }
    }
    if (examples == 0) {
      throw new InvalidFieldException(
          "evaluation", examples, "there is nothing to score on", "give at least one batch");
    }
    long count = examples;
    sums.replaceAll((name, sum) -> sum / count);
    return sums;
  }

  /**
   * Writes a SavedModel with the tag {@code serve} and the signature {@code serving_default} from
   * features to predictions. Its variables are constants: TensorFlow Java's exporter saves no
   * resource variables, and a model without variables needs no restoring.
   *
   * @return the folder
   */
  Path exportTo(@Nullable Path wanted) {
    try {
      Path folder = wanted == null ? temporaryFolder().resolve("model") : wanted.toAbsolutePath();
      // Complete before it has its name: a primary that dies meanwhile leaves no half model.
      Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
      makeWay(partial);
      makeWay(folder);
      Files.createDirectories(partial);
      export(partial);
      Files.move(partial, folder);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot export the model: " + e, e);
    }
  }

  // It is there to be uploaded, and of some hundred megabytes.
  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("flytekit-model-");
    FolderTree.deleteAtExit(folder);
    return folder;
  }

  private static void makeWay(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    boolean isEmpty;
    try (Stream<Path> content = Files.list(folder)) {
      isEmpty = content.findFirst().isEmpty();
    }
    if (!isEmpty
        && !Files.exists(folder.resolve(SAVED_MODEL))
        && !folder.toString().endsWith(".partial")) {
      throw new InvalidFieldException(
          "savedModelFolder",
          folder.toString(),
          "there is something else than a SavedModel",
          "give a folder that is not there yet");
    }
    Scratch.delete(folder);
  }

  private void export(Path folder) throws IOException {
    Map<String, float[]> values = session.variables();
    try (Graph frozen = new Graph()) {
      Ops ops = Ops.create(frozen);
      ModelGraph model =
          ModelGraph.define(
              training.model(),
              ops,
              false,
              (name, shape, initializer) -> {
                float[] value = values.get(name);
                if (value == null) {
                  throw new IllegalStateException(
                      "the model defined the variable "
                          + name
                          + " only this time: it must define the same each time");
                }
                return ops.withName(name).constant(shape, DataBuffers.of(value));
              });
      Signature.Builder signature = Signature.builder().methodName("tensorflow/serving/predict");
      model.inputs().values().stream()
          .filter(ModelInput::isFeature)
          .forEach(input -> signature.input(input.name(), input.placeholder()));
      model.predictions().forEach(signature::output);
      try (Session frozenSession = new Session(frozen, SessionConfig.local(training.runtime()))) {
        SavedModelBundle.exporter(folder.toString())
            .withSession(frozenSession)
            .withSignature(signature.build())
            .export();
      }
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
