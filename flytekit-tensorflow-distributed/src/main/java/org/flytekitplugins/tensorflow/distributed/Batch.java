package org.flytekitplugins.tensorflow.distributed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;

/**
 * Some examples: a tensor for each feature and label of the model, by name, each with the examples
 * as its first dimension. Owns its tensors; whoever takes a batch closes it.
 */
public final class Batch implements AutoCloseable {
  private final Map<String, Tensor> tensors;
  private final long size;

  private Batch(Map<String, Tensor> tensors, long size) {
    this.tensors = tensors;
    this.size = size;
  }

  /**
   * A batch that owns these tensors.
   *
   * @throws InvalidFieldException if there are none, or they do not all have the same number of
   *     examples, at least one
   */
  public static Batch of(Map<String, ? extends Tensor> tensors) {
    Map<String, Tensor> copy = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    long size = 0;
    for (Map.Entry<String, Tensor> entry : copy.entrySet()) {
      long examples = entry.getValue().rank() == 0 ? 0 : entry.getValue().shape().get(0);
      if (examples < 1 || (size != 0 && examples != size)) {
        throw new InvalidFieldException(
            "batch." + entry.getKey(),
            entry.getValue().shape(),
            size == 0
                ? "the first dimension counts the examples"
                : "the other tensors have " + size + " examples",
            "give all tensors the same first dimension, 1 or more");
      }
      size = examples;
    }
    if (size == 0) {
      throw new InvalidFieldException(
          "batch", copy.keySet(), "it has no tensors", "give one for each feature and label");
    }
    return new Batch(copy, size);
  }

  /** The tensors by the names of features and labels. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** How many examples there are. */
  public long size() {
    return size;
  }

  /** The tensor of an input. */
  Tensor require(String input) {
    @Nullable Tensor tensor = tensors.get(input);
    if (tensor == null) {
      throw new InvalidFieldException(
          "batch",
          tensors.keySet(),
          "the model also has the input " + input,
          "add a tensor of that name to each batch");
    }
    return tensor;
  }

  /** Releases the native memory of the tensors. */
  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
