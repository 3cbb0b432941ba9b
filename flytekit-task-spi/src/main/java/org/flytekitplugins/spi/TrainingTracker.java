package org.flytekitplugins.spi;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records of trainings elsewhere, such as at the server of an experiment tracker. A launcher
 * finds it as a {@linkplain ServiceLoader service} in the task's package, so that a dependency is
 * all that a user has to add.
 *
 * <p>Only the primary of a training has one. What it is told comes from a thread of the launcher's
 * that no step waits for, and whatever it throws is said in the log and ends the record, not the
 * training.
 */
public interface TrainingTracker {
  /**
   * Begins a record, before the task runs, or goes on with the one that an earlier process of this
   * attempt has begun. Where replicas elect who leads, nobody is the primary before one of them has
   * decided how the attempt ends; it begins the record then, and tells at once what it has
   * reported, or of very many steps an even choice.
   *
   * @return who is told how the training goes; null if nobody is to be told
   */
  @Nullable TrainingRecord begin(TrackedTraining training);
}
