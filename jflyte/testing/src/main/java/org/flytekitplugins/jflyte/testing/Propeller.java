package org.flytekitplugins.jflyte.testing;

/**
 * Who runs what a {@link LocalFlyteAdmin} has accepted, and tells it of every phase. Its methods
 * return at once: calls to the server wait for them.
 */
public interface Propeller extends AutoCloseable {
  /**
   * An execution has been accepted.
   *
   * @param execution what to run, and whom to tell
   */
  void start(PlayedExecution execution);

  /**
   * An execution shall end. Its phase is ABORTING until it is told that it has.
   *
   * @param execution that has been started
   */
  void abort(PlayedExecution execution);

  /** The server closes: whatever runs ends. */
  @Override
  default void close() {}

  /**
   * Runs nothing: a test says what happens to {@link LocalFlyteAdmin#executions()}. What is aborted
   * has ended at once.
   */
  static Propeller byHand() {
    return new Propeller() {
      @Override
      public void start(PlayedExecution execution) {}

      @Override
      public void abort(PlayedExecution execution) {
        execution.aborted();
      }
    };
  }
}
