package org.flytekitplugins.examples.command;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.examples.digits.TrainingOptions;
import org.flytekitplugins.kubeflow.Replica;

/**
 * What a run of the digits workflow came to.
 *
 * @param accuracy the share of the held-out digits that the model recognises, 0 to 1
 * @param model the folder of the SavedModel
 * @param verdict what became of the model
 * @param stepsPerReplica how many steps each replica took part in
 */
record DigitsRun(
    double accuracy, Path model, String verdict, SortedMap<Replica, Long> stepsPerReplica) {
  /** The inputs of the workflow. */
  static Map<String, Literal> inputs(TrainingOptions options) {
    return Map.of(
        "steps", literal(Primitive.ofIntegerValue(options.steps())),
        "learningRate", literal(Primitive.ofFloatValue(options.learningRate())),
        "seed", literal(Primitive.ofIntegerValue(options.seed())));
  }

  /** A run, by the outputs of the workflow. */
  static DigitsRun of(Map<String, Literal> outputs) {
    return new DigitsRun(
        scalar(outputs, "accuracy").primitive().floatValue(),
        Path.of(URI.create(scalar(outputs, "model").blob().uri())),
        scalar(outputs, "verdict").primitive().stringValue(),
        stepsPerReplica(literal(outputs, "stepsPerReplica")));
  }

  private static SortedMap<Replica, Long> stepsPerReplica(Literal literal) {
    SortedMap<Replica, Long> steps = new TreeMap<>();
    literal
        .map()
        .forEach(
            (replica, count) ->
                steps.put(Replica.parse(replica), count.scalar().primitive().integerValue()));
    return steps;
  }

  private static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  private static Scalar scalar(Map<String, Literal> outputs, String name) {
    return literal(outputs, name).scalar();
  }

  private static Literal literal(Map<String, Literal> outputs, String name) {
    Literal literal = outputs.get(name);
    if (literal == null) {
      throw new IllegalStateException("the workflow has no output " + name + ": it has " + outputs);
    }
    return literal;
  }
}
