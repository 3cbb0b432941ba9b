package org.flytekitplugins.tensorflow.distributed;

import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/**
 * The graph that a {@link Model} defines itself in. Its {@link #ops} stand on the device of this
 * replica, its {@link #variable variables} wherever the strategy keeps them: no device, session or
 * gradient is the model's business.
 */
public final class ModelGraph {
  /** What the loss is called among the metrics. */
  static final String LOSS = "loss";

  private final Ops ops;
  private final boolean training;
  private final VariableSource variableSource;
  private final Map<String, ModelInput> inputs = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> variables = new LinkedHashMap<>();
  private final Map<String, Operand<TFloat32>> metrics = new LinkedHashMap<>();
  private final Map<String, Operand<?>> predictions = new LinkedHashMap<>();
  private @Nullable Operand<TFloat32> loss;

  private ModelGraph(Ops ops, boolean training, VariableSource variableSource) {
    this.ops = ops;
    this.training = training;
    this.variableSource = variableSource;
  }

  /** Lets a model define itself, and checks that it is whole. */
  static ModelGraph define(Model model, Ops ops, boolean training, VariableSource variableSource) {
    ModelGraph graph = new ModelGraph(ops, training, variableSource);
    model.define(graph);
    graph.checkComplete();
    return graph;
  }

  /** TensorFlow's operations, on the device of this replica. */
  public Ops ops() {
    return ops;
  }

  /** Whether the graph is for training; false for scoring and in the exported model. */
  public boolean isTraining() {
    return training;
  }

  /**
   * What the model is told about an example, also when it predicts: an input of the exported model.
   * Batches have a tensor of this name.
   *
   * @param example the shape of one example; the tensor has the examples of a batch in front
   * @throws InvalidFieldException if the name is not plain or already taken
   */
  public <T extends TType> Operand<T> feature(String name, Class<T> type, Shape example) {
    return input(name, type, example, true);
  }

  /**
   * What the model shall say about an example: only there in training and scoring. Batches have a
   * tensor of this name.
   *
   * @param example the shape of one example; the tensor has the examples of a batch in front
   * @throws InvalidFieldException if the name is not plain or already taken
   */
  public <T extends TType> Operand<T> label(String name, Class<T> type, Shape example) {
    return input(name, type, example, false);
  }

  private <T extends TType> Operand<T> input(
      String name, Class<T> type, Shape example, boolean isFeature) {
    GraphNames.check("input", name, inputs.keySet());
    Placeholder<T> placeholder =
        ops.withName((isFeature ? "feature_" : "label_") + name)
            .placeholder(type, Placeholder.shape(example.prepend(Shape.UNKNOWN_SIZE)));
    inputs.put(name, new ModelInput(name, placeholder, isFeature));
    return placeholder;
  }

  /**
   * A trained variable; what comes back is its value in this step.
   *
   * @param shape its shape, all of it known
   * @param initializer its first values; checkpoints override them
   * @throws InvalidFieldException if the name is not plain or already taken, or the shape has
   *     unknown dimensions
   */
  public Operand<TFloat32> variable(String name, Shape shape, Initializer initializer) {
    GraphNames.check("variable", name, variables.keySet());
    if (shape.hasUnknownDimension() || shape.isUnknown()) {
      throw new InvalidFieldException(
          "variable " + name + ".shape", shape, "a variable has one shape", "say all dimensions");
    }
    Operand<TFloat32> value = variableSource.variable(name, shape, initializer);
    variables.put(name, value);
    return value;
  }

  /**
   * What training makes small: one number, the mean over the examples of the batch.
   *
   * @throws InvalidFieldException if there is a loss already
   */
  public void loss(Operand<TFloat32> loss) {
    if (this.loss != null) {
      throw new InvalidFieldException(
          LOSS, loss.op().name(), "the model has a loss already", "add up the parts yourself");
    }
    this.loss = loss;
  }

  /**
   * A number to be told about: one number, the mean over the examples of the batch.
   *
   * @param name a plain name other than {@code loss}
   * @throws InvalidFieldException if the name is not plain or already taken
   */
  public void metric(String name, Operand<TFloat32> value) {
    GraphNames.check("metric", name, metrics.keySet());
    if (name.equals(LOSS)) {
      throw new InvalidFieldException(
          "metric", name, "the loss is reported anyway", "leave it out or rename it");
    }
    metrics.put(name, value);
  }

  /**
   * An output of the exported model; it may depend on features and variables only.
   *
   * @throws InvalidFieldException if the name is not plain or already taken
   */
  public void prediction(String name, Operand<?> value) {
    GraphNames.check("prediction", name, predictions.keySet());
    predictions.put(name, value);
  }

  private void checkComplete() {
    require(loss != null, "loss", "call loss(…) with the mean loss of the batch");
    require(!inputs.isEmpty(), "features", "call feature(…) for each input");
    require(!variables.isEmpty(), "variables", "call variable(…) for what shall be trained");
    require(!predictions.isEmpty(), "predictions", "call prediction(…) for each output");
  }

  private static void require(boolean isThere, String what, String remedy) {
    if (!isThere) {
      throw new InvalidFieldException("model", "without " + what, "it needs some", remedy);
    }
  }

  Map<String, ModelInput> inputs() {
    return inputs;
  }

  Map<String, Operand<TFloat32>> variables() {
    return variables;
  }

  Map<String, Operand<?>> predictions() {
    return predictions;
  }

  /** The loss and the metrics, the loss first. */
  Map<String, Operand<TFloat32>> measures() {
    Map<String, Operand<TFloat32>> measures = new LinkedHashMap<>();
    if (loss != null) {
      measures.put(LOSS, loss);
    }
    measures.putAll(metrics);
    return measures;
  }

  /** Makes the variables of one graph. */
  interface VariableSource {
    /** Makes a variable and gives its value. */
    Operand<TFloat32> variable(String name, Shape shape, Initializer initializer);
  }
}
