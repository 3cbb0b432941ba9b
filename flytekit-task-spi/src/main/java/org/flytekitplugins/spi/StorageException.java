package org.flytekitplugins.spi;

import org.jspecify.annotations.Nullable;

/**
 * A file system of a launcher cannot do what it was asked to, and trying again at once would not
 * help: whoever throws this has tried again as often as makes sense. The message says what happened
 * and what to do about it, to follow "cannot read s3://bucket/key: "; it has no secrets in it.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What happened, and its remedy. */
  public StorageException(String message) {
    super(message);
  }

  /**
   * What happened, and its remedy.
   *
   * @param cause for those who ask for stack traces
   */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
