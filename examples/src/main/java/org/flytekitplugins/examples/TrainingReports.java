package org.flytekitplugins.examples;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.flytekitplugins.kubeflow.Replica;

/** Tells whoever listens in this process how a training goes. */
public final class TrainingReports {
  private static final List<Consumer<Report>> LISTENERS = new CopyOnWriteArrayList<>();

  /**
   * How far a replica is.
   *
   * @param replica who trains
   * @param step the steps done
   * @param steps the steps there are to do
   * @param loss the loss over all rows to learn from
   * @param accuracy the share of these rows that are recognised, 0 to 1
   */
  public record Report(Replica replica, int step, int steps, float loss, float accuracy) {}

  private TrainingReports() {}

  /** Adds a listener for the rest of the process. It is called in the thread that trains. */
  public static void listen(Consumer<Report> listener) {
    LISTENERS.add(listener);
  }

  /** Tells all listeners. */
  public static void publish(Report report) {
    LISTENERS.forEach(listener -> listener.accept(report));
  }
}
