package org.flytekitplugins.spi;

/**
 * What a training was given besides the inputs of its task, such as a rate that its code sets: for
 * those who look at it beside others. A {@link TrainingTracker} records what the primary of a job
 * puts; what any replica puts stands beside what it reports, where TensorBoard finds it.
 *
 * <p>Where nobody records it, it is forgotten, so a task can always put parameters. Instances may
 * be used by several threads at once.
 */
@FunctionalInterface
public interface TrainingParameters {
  /** The parameters of the running training. */
  static TrainingParameters current() {
    return CurrentTrainingParameters.INSTANCE.get();
  }

  /**
   * Makes parameters the {@link #current() current} ones. For launchers, and for tests of tasks.
   *
   * @return brings back, when closed, what was current before; closing it again does nothing
   */
  static Installation install(TrainingParameters parameters) {
    return CurrentTrainingParameters.INSTANCE.install(parameters);
  }

  /** Says what a parameter is. Of what is said twice trackers may keep either. */
  void put(String name, String value);

  /** Brings back, when closed, the parameters that were current before. */
  interface Installation extends AutoCloseable {
    @Override
    void close();
  }
}
