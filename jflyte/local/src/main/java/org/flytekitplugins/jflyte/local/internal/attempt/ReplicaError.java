package org.flytekitplugins.jflyte.local.internal.attempt;

import java.util.List;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;

/** What replicas reported, whole: shown by whoever wants to see more than the root cause. */
final class ReplicaError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<ReplicaFailure> failures;

  /**
   * @param message the message of the error document, which may hold a stack trace
   * @param failures the same as data; empty if the document does not say so
   */
  ReplicaError(String message, List<ReplicaFailure> failures) {
    super(message, null, false, false);
    this.failures = failures;
  }

  /** Who failed of what, the first in front; empty if that is not known. */
  List<ReplicaFailure> failures() {
    return failures;
  }
}
