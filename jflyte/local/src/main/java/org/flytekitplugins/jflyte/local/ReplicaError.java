package org.flytekitplugins.jflyte.local;

/** What a replica reported, whole: shown by whoever wants to see more than the root cause. */
final class ReplicaError extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message the message of the error document, which may hold a stack trace
   */
  ReplicaError(String message) {
    super(message, null, false, false);
  }
}
