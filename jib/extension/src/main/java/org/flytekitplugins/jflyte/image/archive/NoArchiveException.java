package org.flytekitplugins.jflyte.image.archive;

/** Why no archive can be made here, in a sentence. */
final class NoArchiveException extends Exception {
  private static final long serialVersionUID = 1L;

  NoArchiveException(String message) {
    super(message);
  }

  NoArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
