package org.flytekitplugins.jflyte.closure;

import org.flytekitplugins.jflyte.JflyteException;
import org.jspecify.annotations.Nullable;

/**
 * The latest version of one entity cannot be told, whatever is known of others; whoever refers to
 * it is named in front of the sentence.
 */
public final class UnknownVersionException extends JflyteException {
  private static final long serialVersionUID = 1;

  /**
   * @param sentence what is wrong with that entity, and what to do about it
   * @param cause shown with {@code --verbose} only
   */
  public UnknownVersionException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
