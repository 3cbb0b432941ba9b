package org.flytekitplugins.client;

import org.jspecify.annotations.Nullable;

/**
 * Something did not come about. The message is one sentence for people: what, why, and what to do
 * about it.
 */
public final class FlyteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a program can tell a failure by. */
  public enum Reason {
    /** Nothing says where Flyte is or how to get in, or what is said cannot be right. */
    MISCONFIGURED,
    /** flyteadmin does not answer: it is not there, not what it should be, or takes too long. */
    UNREACHABLE,
    /** The token is missing or refused, or whom it is for may not do this. */
    NOT_PERMITTED,
    /** There is no task, launch plan or execution of this name and version. */
    NOT_FOUND,
    /** There is an execution of this name. */
    ALREADY_EXISTS,
    /** What was asked for is not valid, or not possible any more. */
    REFUSED,
    /** The execution has not succeeded, and so has no outputs. */
    NOT_SUCCEEDED,
    /** Anything else; the message has flyteadmin's words. */
    OTHER
  }

  private final Reason reason;

  FlyteException(Reason reason, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** What a program can tell the failure by. */
  public Reason reason() {
    return reason;
  }
}
