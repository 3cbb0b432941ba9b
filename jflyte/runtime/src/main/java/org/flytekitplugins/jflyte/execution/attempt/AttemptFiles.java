package org.flytekitplugins.jflyte.execution.attempt;

import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.TrainingDeck;

/**
 * The names of the files by which pods and Flyte speak to each other. All but the inputs are in the
 * output prefix of an attempt.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/ioutils/paths.go">paths.go</a>
 */
public final class AttemptFiles {
  /** What a task is given. */
  public static final String INPUTS = "inputs.pb";

  /** What it returns. */
  public static final String OUTPUTS = "outputs.pb";

  /** Why it failed; beats the outputs. */
  public static final String ERROR = "error.pb";

  /** What Flyte is to run next, for a task that makes a workflow. */
  public static final String FUTURES = "futures.pb";

  /**
   * What a replica hands to the primary. Not {@code error….pb}: propeller may take any such file
   * for an error of the task.
   */
  static final String RELAY = "replica-failure.pb";

  /** The deck, where Flyte 2 looks for it. */
  private static final String REPORT = "report.html";

  private AttemptFiles() {}

  /** The page that the console shows. */
  public static String deck(Flyte flyte) {
    return flyte == Flyte.TWO ? REPORT : TrainingDeck.FILE;
  }

  /** Why a replica failed, where Flyte takes the earliest of several such documents. */
  static String error(String worker) {
    return "error-" + worker + ".pb";
  }

  /** How often a replica has been started again. */
  static String restarts(Replica replica) {
    return "replica-restarts-" + replica;
  }

  /** What a replica leaves for the deck. */
  static String report(Replica replica) {
    return "replica-report-" + replica;
  }
}
