package org.flytekitplugins.mlflow;

import java.io.IOException;
import java.time.Duration;

/** The server has not answered in time: it may be away, or have been sent too much at once. */
final class SlowServerException extends IOException {
  private static final long serialVersionUID = 1L;

  SlowServerException(Duration atMost, Throwable cause) {
    super("no answer within " + atMost.toMillis() + " ms", cause);
  }
}
