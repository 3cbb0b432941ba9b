package org.flytekitplugins.mlflow;

import java.io.IOException;

/** The server has answered, and does not do what it is asked. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  RefusedException(int status, String code, String message) {
    super("it answers " + status + " " + (code + " " + message).strip());
    this.status = status;
    this.code = code;
  }

  /** Whether what was sent is the reason, so that it is of no use to send it again. */
  boolean isForGood() {
    return status == 400 || status == 413;
  }

  boolean is(String errorCode) {
    return code.equals(errorCode);
  }
}
