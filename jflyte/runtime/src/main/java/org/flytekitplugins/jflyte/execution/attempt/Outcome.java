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
 * <p>Where replicas elect the one that leads, nobody knows beforehand whose end is the job's, and
 * the first that exits with 0 makes the job succeed. So whoever's {@code run()} returns leads and
 * writes the outputs, whoever fails writes the error, and nobody exits with 0 before there is
 * either.
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
    LEAVE,
    /** Write {@code error.pb}, with the failures that are in it already; exit 0 in a while. */
    REPORT,
    /** Write nothing, wait for what the elected replica writes. */
    AWAIT_OUTPUTS,
    /** Write nothing, because the attempt is decided; exit 0 in a while. */
    ACCEPT
  }

  private Outcome(Action action, @Nullable TaskError error) {
    this(action, error, 0);
  }

  /**
   * Of a replica of a job that one of them leads.
   *
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

  /**
   * Of a replica that nobody has told who leads.
   *
   * @param facts who ends
   * @param failure why {@code run()} ended; null if it returned
   * @param verdict what others have said of the attempt
   * @param restarts how often the replica was restarted before, as far as recorded
   */
  static Outcome ofElected(
      ReplicaFacts facts, @Nullable TaskError failure, Verdict verdict, int restarts) {
    if (failure == null) {
      return new Outcome(verdict.isOpen() ? Action.WRITE_OUTPUTS : Action.ACCEPT, null);
    }
    TaskError named = FailureDocuments.named(failure, facts.replica());
    if (!verdict.isOpen()) {
      // Who failed after the outputs were there is late; of several failures all are told.
      return verdict.error() == null
          ? new Outcome(Action.ACCEPT, null)
          : new Outcome(Action.REPORT, named);
    }
    return mayRestart(facts, failure, restarts)
        ? new Outcome(Action.RESTART, null, restarts + 1)
        : new Outcome(Action.REPORT, named);
  }

  /** Of a replica that leaves the outputs to another one, and is not the primary. */
  static Outcome ofIgnoredOutputs(ReplicaFacts facts) {
    return new Outcome(facts.isElected() ? Action.AWAIT_OUTPUTS : Action.LEAVE, null);
  }

  /**
   * Of a replica that has waited in vain for the elected one. A restart would not bring it back.
   */
  static Outcome ofLostLeader(ReplicaFacts facts, TaskError failure, Verdict verdict) {
    return verdict.isOpen()
        ? new Outcome(Action.REPORT, FailureDocuments.named(failure, facts.replica()))
        : new Outcome(Action.ACCEPT, null);
  }

  private static boolean mayRestart(ReplicaFacts facts, TaskError failure, int restarts) {
    return failure.kind() == ContainerError.Kind.RECOVERABLE && facts.hasRestartLeft(restarts);
  }
}
