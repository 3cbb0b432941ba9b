package org.flytekitplugins.client.internal.flyte2;

import java.io.IOException;

/** What came is no message, or cut. */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedMessageException(IOException cause) {
    super("a message that cannot be read: " + cause.getMessage(), cause);
  }

  MalformedMessageException(String message) {
    super(message);
  }
}
