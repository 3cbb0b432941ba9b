package org.flytekitplugins.spi;

import java.time.Instant;
import java.util.Map;
import org.flyte.api.v1.Literal;

/**
 * What a {@link TrainingTracker} keeps of an attempt. One thread calls it, one that no step waits
 * for; it may take as long as it has to, except that the end of the process waits a few seconds
 * only.
 */
public interface TrainingRecord {
  /**
   * Something that the training was given besides its inputs.
   *
   * @see TrainingParameters
   */
  default void parameter(String name, String value) {}

  /**
   * A step that the primary has reported, or at the end one that an evaluator has, whose metrics
   * then have its name in front: {@code evaluator-0/accuracy}.
   *
   * @param step how many steps were done by then
   * @param metrics numbers by name, in the order in which they were reported
   * @param time when it was
   */
  void step(long step, Map<String, Double> metrics, Instant time);

  /**
   * Called every few seconds, after what was new: what is to be sent had better be sent now. The
   * end is told without it, so whoever is told of the end sends what is left. It is interrupted
   * when it is under way while the process is told to end.
   */
  default void flush() {}

  /** The attempt is done: its outputs are written. Nothing is called after it. */
  default void succeeded(Map<String, Literal> outputs) {}

  /**
   * The attempt has failed, here or in another replica. Nothing is called after it.
   *
   * @param message what Flyte shows of it
   */
  default void failed(String message) {}

  /**
   * The process is told to end, as when its node is drained or its execution aborted. It is gone
   * two seconds from now. Nothing is called after it.
   */
  default void terminated() {}
}
