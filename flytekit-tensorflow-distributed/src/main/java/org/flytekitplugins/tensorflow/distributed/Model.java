package org.flytekitplugins.tensorflow.distributed;

/**
 * How features and labels become a loss, metrics and predictions. Written once; the same for
 * parameter servers, all-reduce, a single process, scoring and the exported model.
 */
@FunctionalInterface
public interface Model {
  /**
   * Defines the model in a graph. Called several times in a process, for training, scoring and
   * export, and once or more in every replica: it must define the same each time, so it may depend
   * on nothing but its argument and constants.
   *
   * @param graph takes inputs, variables, the loss, metrics and predictions
   */
  void define(ModelGraph graph);
}
