package org.flytekitplugins.jflyte.local.internal.attempt;

import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.RootCause;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.spi.RecoverableException;
import org.jspecify.annotations.Nullable;

/** One attempt of a task has failed; the sentence says why. */
public final class TaskFailure extends JflyteException {
  private static final long serialVersionUID = 1;

  private static final String UNKNOWN_CODE = "USER:Unknown";

  private final String code;
  private final String report;
  private final boolean recoverable;
  private final RecoverableException.Origin origin;

  /**
   * A failure.
   *
   * @param sentence why
   * @param recoverable whether another attempt may help
   * @param origin whose retries another attempt uses
   * @param cause what is behind it, or null
   */
  public TaskFailure(
      String sentence,
      boolean recoverable,
      RecoverableException.Origin origin,
      @Nullable Throwable cause) {
    this(UNKNOWN_CODE, sentence, sentence, recoverable, origin, cause);
  }

  /**
   * A failure.
   *
   * @param code Flyte's, or that of an error document
   * @param report all that is known
   * @param sentence why
   * @param recoverable whether another attempt may help
   * @param origin whose retries another attempt uses
   * @param cause what is behind it, or null
   */
  TaskFailure(
      String code,
      String report,
      String sentence,
      boolean recoverable,
      RecoverableException.Origin origin,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.report = report;
    this.recoverable = recoverable;
    this.origin = origin;
  }

  /**
   * The same failure with where more is to be seen, in the line that says why: further lines may
   * follow it.
   *
   * @param where for example {@code log /run/train/attempt-1/logs/train-worker-1.log}
   */
  public TaskFailure seenIn(String where) {
    String sentence = sentence();
    int end = sentence.indexOf('\n');
    String first = end < 0 ? sentence : sentence.substring(0, end).stripTrailing();
    return new TaskFailure(
        code,
        report,
        first + "; " + where + (end < 0 ? "" : sentence.substring(end)),
        recoverable,
        origin,
        getCause());
  }

  /** What a task has thrown in this process, by the rules that its pods go by. */
  public static TaskFailure of(Throwable thrown) {
    if (thrown instanceof TaskFailure failure) {
      return failure;
    }
    TaskError error = FailureDocuments.ofPlainTask(thrown);
    return new TaskFailure(
        error.code(),
        error.message(),
        RootCause.of(thrown),
        error.kind() == ContainerError.Kind.RECOVERABLE,
        error.origin() == null ? RecoverableException.Origin.USER : error.origin(),
        thrown);
  }

  /** Flyte's code, or that of an error document. */
  public String code() {
    return code;
  }

  /** All that is known, as Flyte is told. */
  public String report() {
    return report;
  }

  /** Whether another attempt may help. */
  public boolean isRecoverable() {
    return recoverable;
  }

  /** Whose retries another attempt uses. */
  public RecoverableException.Origin origin() {
    return origin;
  }

  /** Why it failed. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
