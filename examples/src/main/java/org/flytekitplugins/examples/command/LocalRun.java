package org.flytekitplugins.examples.command;

import static java.util.stream.Collectors.toMap;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Scalar;
import org.flyte.flytekit.SdkRunnableTaskRegistrar;
import org.flyte.flytekit.SdkWorkflow;
import org.flyte.localengine.ExecutionContext;
import org.flyte.localengine.LocalEngine;
import org.flytekitplugins.examples.digits.TrainingOptions;

/** A run of the digits workflow, in whichever language, through flytekit's local engine. */
final class LocalRun {
  // flytekit-java's registrars want to know for what; here it is for nobody.
  private static final Map<String, String> EXECUTION =
      Map.of(
          "FLYTE_INTERNAL_PROJECT", "examples",
          "FLYTE_INTERNAL_DOMAIN", "development",
          "FLYTE_INTERNAL_VERSION", "local");

  /**
   * What a run gives.
   *
   * @param accuracy the share of the held-out digits that the model recognises, 0 to 1
   * @param model the folder of the SavedModel
   * @param verdict what became of the model
   */
  record Outcome(double accuracy, Path model, String verdict) {}

  private LocalRun() {}

  static Outcome of(SdkWorkflow<?, ?> workflow, TrainingOptions options) {
    Map<String, RunnableTask> tasks =
        new SdkRunnableTaskRegistrar()
            .load(EXECUTION).entrySet().stream()
                .collect(toMap(task -> task.getKey().name(), Map.Entry::getValue));
    LocalEngine engine = new LocalEngine(ExecutionContext.builder().runnableTasks(tasks).build());
    Map<String, Literal> outputs =
        engine.compileAndExecute(workflow.toIdlTemplate(), inputs(options));
    return new Outcome(
        scalar(outputs, "accuracy").primitive().floatValue(),
        Path.of(URI.create(scalar(outputs, "model").blob().uri())),
        scalar(outputs, "verdict").primitive().stringValue());
  }

  private static Map<String, Literal> inputs(TrainingOptions options) {
    return Map.of(
        "steps", literal(Primitive.ofIntegerValue(options.steps())),
        "learningRate", literal(Primitive.ofFloatValue(options.learningRate())),
        "seed", literal(Primitive.ofIntegerValue(options.seed())));
  }

  private static Literal literal(Primitive primitive) {
    return Literal.ofScalar(Scalar.ofPrimitive(primitive));
  }

  private static Scalar scalar(Map<String, Literal> outputs, String name) {
    Literal literal = outputs.get(name);
    if (literal == null) {
      throw new IllegalStateException("the workflow has no output " + name + ": it has " + outputs);
    }
    return literal.scalar();
  }
}
