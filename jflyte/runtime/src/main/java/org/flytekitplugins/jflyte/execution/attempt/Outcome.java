package org.flytekitplugins.jflyte.execution.attempt;

import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.jspecify.annotations.Nullable;

/**
 * What a replica does at its end: the table of the failure contract, as a function.
 *
 * <p>Flyte reads files only when the job succeeded, and then {@code error.pb} beats {@code
 * outputs.pb}. So the primary, whose end is the job's, exits with 0 to have its document read; the
 * others stay alive until it has done so, because a failed replica of any role fails the job, and
 * with it every message.
 *
 * @param action what to do
 * @param error the document to write, where there is one
 * @param restart which restart to record, from 1 up, where there is one; else 0
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/task/handler.go">handler.go</a>
 * @see <a href="https://github.com/kubeflow/trainer/blob/v1.9.3/pkg/core/status.go">status.go</a>
 */
record Outcome(Action action, @Nullable TaskError error, int restart) {
  enum Action {
    /** Write {@code outputs.pb}, exit 0. */
    WRITE_OUTPUTS,
    /** Write {@code error.pb}, exit 0. */
    WRITE_ERROR,
    /** Record the restart, exit 1. */
    RESTART,
    /** Write {@code replica-failure.pb}, then wait for the primary's verdict. */
    RELAY,
    /** Write nothing, wait for the primary's verdict. */
    WAIT,
    /** Write nothing: the attempt is over for this replica. */
    LEAVE
  }

  private Outcome(Action action, @Nullable TaskError error) {
    this(action, error, 0);
  }

  /**
   * @param facts who ends
   * @param failure why {@code run()} ended; null if it returned
   * @param relay what another replica relayed; null if none did
   * @param restarts how often the replica was restarted before, as far as recorded
   */
  static Outcome of(
      ReplicaFacts facts, @Nullable TaskError failure, @Nullable TaskError relay, int restarts) {
    return facts.isPrimary()
        ? ofPrimary(facts, failure, relay, restarts)
        : ofOther(facts, failure, relay, restarts);
  }

  private static Outcome ofPrimary(
      ReplicaFacts facts, @Nullable TaskError failure, @Nullable TaskError relay, int restarts) {
    if (relay != null) {
      return new Outcome(
          Action.WRITE_ERROR,
          failure == null ? relay : FailureDocuments.join(relay, failure, facts.replica()));
    }
    if (failure == null) {
      return new Outcome(Action.WRITE_OUTPUTS, null);
    }
    return mayRestart(facts, failure, restarts)
        ? new Outcome(Action.RESTART, null, restarts + 1)
        : new Outcome(Action.WRITE_ERROR, FailureDocuments.named(failure, facts.replica()));
  }

  private static Outcome ofOther(
      ReplicaFacts facts, @Nullable TaskError failure, @Nullable TaskError relay, int restarts) {
    if (failure == null) {
      return new Outcome(Action.LEAVE, null);
    }
    // With a verdict on its way a restart could only use up the backoff limit, which fails the job.
    if (relay != null) {
      return new Outcome(Action.WAIT, null);
    }
    return mayRestart(facts, failure, restarts)
        ? new Outcome(Action.RESTART, null, restarts + 1)
        : new Outcome(Action.RELAY, FailureDocuments.named(failure, facts.replica()));
  }

  private static boolean mayRestart(ReplicaFacts facts, TaskError failure, int restarts) {
    return failure.kind() == ContainerError.Kind.RECOVERABLE && facts.hasRestartLeft(restarts);
  }
}
