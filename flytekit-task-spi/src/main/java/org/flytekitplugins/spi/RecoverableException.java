package org.flytekitplugins.spi;

import org.jspecify.annotations.Nullable;

/**
 * A failure that another try may not meet again: thrown by {@code run}, itself or as a cause, it
 * lets Flyte use the task's retries. Everything else that {@code run} throws is final.
 */
public class RecoverableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose failure it is, and so whose retries it uses. */
  public enum Origin {
    /** The user's code or data: uses the retries of the task. */
    USER,
    /** The platform, a lost node for example: uses Flyte's system retries and leaves spot nodes. */
    SYSTEM
  }

  private final Origin origin;

  /** A failure of the user's code or data. */
  public RecoverableException(String message) {
    super(message);
    this.origin = Origin.USER;
  }

  /** A failure of the user's code or data with its cause. */
  public RecoverableException(String message, Throwable cause) {
    super(message, cause);
    this.origin = Origin.USER;
  }

  /** A failure of a given origin, for exceptions that say more about what happened. */
  protected RecoverableException(String message, @Nullable Throwable cause, Origin origin) {
    super(message, cause);
    this.origin = origin;
  }

  /** A failure of the platform: a peer that was lost, a node that went away. */
  public static RecoverableException ofSystem(String message, Throwable cause) {
    return new RecoverableException(message, cause, Origin.SYSTEM);
  }

  /** Whose failure it is. */
  public final Origin origin() {
    return origin;
  }
}
