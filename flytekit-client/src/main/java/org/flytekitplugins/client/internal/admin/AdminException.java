package org.flytekitplugins.client.internal.admin;

import io.grpc.Status;
import org.flytekitplugins.kubeflow.internal.SentenceException;
import org.jspecify.annotations.Nullable;

/** A call that failed for good: the sentence for the user, and what a program can tell it by. */
public final class AdminException extends SentenceException {
  private static final long serialVersionUID = 1;

  private final Backend backend;
  private final Status.Code code;
  private final boolean everyCallFails;
  private final int tried;

  AdminException(
      Backend backend,
      String sentence,
      Status.Code code,
      boolean everyCallFails,
      int tried,
      @Nullable Throwable cause) {
    super(sentence, cause);
    this.backend = backend;
    this.code = code;
    this.everyCallFails = everyCallFails;
    this.tried = tried;
  }

  /**
   * That something is not there.
   *
   * @param what is not there
   */
  public static AdminException notFound(Backend backend, String what) {
    return said(backend, Status.NOT_FOUND, backend.words() + " has no " + what);
  }

  /**
   * That something is there, with the same content.
   *
   * @param what is there
   */
  public static AdminException alreadyExists(Backend backend, String what) {
    return said(backend, Status.ALREADY_EXISTS, what + " is there");
  }

  /**
   * That something is there, with another content.
   *
   * @param what is there
   */
  public static AdminException differs(Backend backend, String what) {
    return said(backend, Status.INVALID_ARGUMENT, what + " is there with another content");
  }

  private static AdminException said(Backend backend, Status status, String words) {
    return new AdminException(
        backend, words, status.getCode(), false, 1, status.withDescription(words).asException());
  }

  /** Whose answer it is. */
  public Backend backend() {
    return backend;
  }

  /** The code that the last try failed with. */
  public Status.Code code() {
    return code;
  }

  /** Whether any other call would fail as well: there is no server, or it does not let us in. */
  public boolean everyCallFails() {
    return everyCallFails;
  }

  /** How often the call was tried; 0 if it was not made at all, for want of a token. */
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
