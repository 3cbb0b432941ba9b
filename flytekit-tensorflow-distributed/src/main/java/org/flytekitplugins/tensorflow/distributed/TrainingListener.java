package org.flytekitplugins.tensorflow.distributed;

/** Is told how the training goes, by the thread that trains, which waits. */
@FunctionalInterface
public interface TrainingListener {
  /** Called every so many steps, and after the last one, be it that the training has diverged. */
  void onProgress(TrainingProgress progress);

  /**
   * Called when something else happened that explains how the training goes: a wait for peers, a
   * restored checkpoint, a lost parameter server.
   *
   * @param event a sentence
   */
  default void onEvent(String event) {}
}
