package org.flytekitplugins.localcluster;

/**
 * A job that cannot be played on this machine. The message is one sentence that names the replica
 * and what to do, followed by the last lines of the replica's log where there are any.
 */
public final class LocalClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalClusterException(String message) {
    super(message);
  }

  LocalClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
