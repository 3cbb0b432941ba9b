package org.flytekitplugins.jflyte.local.internal.attempt;

import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/** What replicas reported, whole: shown by whoever wants to see more than the root cause. */
final class ReplicaError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable Replica replica;

  /**
   * @param message the message of the error document, which may hold a stack trace
   * @param replica who failed first; null if the document does not say so
   */
  ReplicaError(String message, @Nullable Replica replica) {
    super(message, null, false, false);
    this.replica = replica;
  }

  /** Who failed first; null if that is not known. */
  @Nullable Replica replica() {
    return replica;
  }
}
