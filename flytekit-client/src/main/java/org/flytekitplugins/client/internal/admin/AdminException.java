package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** A call that failed for good: the sentence for the user, and what a program can tell it by. */
public final class AdminException extends SentenceException {
  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final boolean everyCallFails;
  private final int tried;

  AdminException(
      String sentence,
      Status.Code code,
      boolean everyCallFails,
      int tried,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.code = code;
    this.everyCallFails = everyCallFails;
    this.tried = tried;
  }

  /** The code that the last try failed with. */
  public Status.Code code() {
    return code;
  }

  /** Whether any other call would fail as well: there is no server, or it does not let us in. */
  public boolean everyCallFails() {
    return everyCallFails;
  }

  /** How often the call was tried. */
  public int tried() {
    return tried;
  }

  /** Whether the message is larger than the server takes. */
  public boolean isTooLarge() {
    return code == Status.Code.RESOURCE_EXHAUSTED && CallFailures.isTooLarge(words());
  }

  /** The server's own words, may be empty. */
  public String words() {
    Throwable cause = getCause();
    String words = cause == null ? null : Status.fromThrowable(cause).getDescription();
    return words == null ? "" : words.strip();
  }
}
