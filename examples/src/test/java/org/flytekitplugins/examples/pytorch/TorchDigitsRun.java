package org.flytekitplugins.examples.pytorch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import flyteidl.core.Errors.ErrorDocument;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.api.v1.BlobMetadata;
import org.flyte.api.v1.BlobType;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flyte.flytekit.SdkWorkflow;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.flytekitplugins.localcluster.FaultPlan;

/** A run of a workflow that trains the digits in Python, on this machine, in one folder. */
final class TorchDigitsRun {
  static final long SEED = 1;

  private static final List<String> JVM_OPTIONS = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  private final SdkWorkflow<?, ?> workflow;
  private final Path folder;
  private final Map<String, String> environment;
  private final Map<String, Literal> inputs = new HashMap<>();
  private Map<String, Literal> outputs = Map.of();

  /**
   * @param environment of the replicas, as {@link ReplicaPython} makes it
   */
  TorchDigitsRun(SdkWorkflow<?, ?> workflow, Path folder, Map<String, String> environment) {
    this.workflow = workflow;
    this.folder = folder.resolve("run");
    this.environment = environment;
    inputs.put("steps", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(400))));
    inputs.put("learningRate", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofFloatValue(0.1))));
  }

  /** With rows of the task {@code prepare}. */
  TorchDigitsRun withPreparedRows() {
    inputs.put("seed", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(SEED))));
    return this;
  }

  /** With rows of a file, for training and for measuring. */
  TorchDigitsRun withRows(Path file) {
    Blob blob =
        Blob.builder()
            .uri(file.toUri().toString())
            .metadata(BlobMetadata.builder().type(BlobType.DEFAULT).build())
            .build();
    inputs.put("training", Literal.ofScalar(Scalar.ofBlob(blob)));
    inputs.put("heldOut", Literal.ofScalar(Scalar.ofBlob(blob)));
    return this;
  }

  /** Runs it without faults. */
  TorchDigitsRun run() {
    try (LocalPackage examples = LocalPackage.ofThisProgram(Map.of())) {
      outputs = execution(examples).build(folder).run();
    }
    return this;
  }

  /** Runs it, and lets things go wrong in a task, all of which happen. */
  TorchDigitsRun runWith(String task, String faults) {
    try (LocalPackage examples = LocalPackage.ofThisProgram(Map.of())) {
      LocalExecution execution =
          execution(examples).faults(task, FaultPlan.parse(faults)).build(folder);
      outputs = execution.run();
      if (!execution.missedFaults().isEmpty()) {
        throw new AssertionError(execution.missedFaults().toString());
      }
    }
    return this;
  }

  private LocalExecution.Builder execution(LocalPackage examples) {
    return LocalExecution.builder(examples, workflow.getName())
        .inputs(inputs)
        .environment(environment)
        .jvmOptions(JVM_OPTIONS);
  }

  /** The share of the held-out digits that Python says its model recognises. */
  double accuracy() {
    return output("accuracy").primitive().floatValue();
  }

  /** Over what the gradients went. */
  String transport() {
    return output("transport").primitive().stringValue();
  }

  /** The share that the model recognises indeed, as it was stored. */
  double accuracyOfTheStoredModel() throws IOException {
    JsonNode weights =
        new ObjectMapper()
            .readTree(Path.of(URI.create(output("model").blob().uri())).toFile())
            .get("weights");
    Digits heldOut = Digits.load().split(0.2, SEED).heldOut();
    int right = 0;
    for (int row = 0; row < heldOut.size(); row++) {
      if (digit(weights, heldOut.pixels(row)) == heldOut.digit(row)) {
        right++;
      }
    }
    return (double) right / heldOut.size();
  }

  private static int digit(JsonNode weights, float[] pixels) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int digit = 0; digit < Digits.CLASSES; digit++) {
      int first = digit * (pixels.length + 1);
      double score = weights.get(first + pixels.length).doubleValue();
      for (int i = 0; i < pixels.length; i++) {
        score += weights.get(first + i).doubleValue() * pixels[i];
      }
      if (score > highest) {
        highest = score;
        best = digit;
      }
    }
    return best;
  }

  /** What a replica has printed, over all its restarts. */
  List<String> log(String replica) throws IOException {
    return Files.readAllLines(attempt().resolve("logs").resolve("train-" + replica + ".log"));
  }

  /** What a replica's rank has learnt in the end, as a digest. */
  String learnt(String replica) throws IOException {
    List<String> models =
        log(replica).stream()
            .filter(line -> line.matches("rank .*: model [0-9a-f]{12} after step 400"))
            .map(line -> line.replaceAll(".*: model | after .*", ""))
            .toList();
    if (models.isEmpty()) {
      throw new AssertionError(replica + " has learnt nothing: " + log(replica));
    }
    return models.get(models.size() - 1);
  }

  /** The message of {@code error.pb}. */
  String errorDocument() throws IOException {
    try (InputStream in = Files.newInputStream(attempt().resolve("error.pb"))) {
      return ErrorDocument.parseFrom(in).getError().getMessage();
    }
  }

  private Path attempt() {
    return folder.resolve("train").resolve("attempt-1");
  }

  private Scalar output(String name) {
    Literal literal = outputs.get(name);
    if (literal == null) {
      throw new AssertionError("no output " + name + " in " + outputs);
    }
    return literal.scalar();
  }
}
