package org.flytekitplugins.localcluster;

/**
 * A job that cannot be played on this machine. The message is one sentence that names the replica
 * and what to do, followed by the last lines of the replica's log where there are any.
 */
public final class LocalClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure without another cause.
   *
   * @param message what does not work, and what to do about it
   */
  public LocalClusterException(String message) {
    super(message);
  }

  /**
   * A failure that something else has caused.
   *
   * @param message what does not work
   * @param cause why
   */
  public LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
