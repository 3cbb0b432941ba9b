package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** A call that failed for good: the sentence for the user, and what a program can tell it by. */
public final class AdminException extends SentenceException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final boolean everyCallFails;

  AdminException(
      String sentence, Status.Code code, boolean everyCallFails, @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.everyCallFails = everyCallFails;
  }

  /** The code that the last try failed with. */
  public Status.Code code() {
    return code;
  }

  /** Whether any other call would fail as well: there is no server, or it does not let us in. */
  public boolean everyCallFails() {
    return everyCallFails;
  }
}
