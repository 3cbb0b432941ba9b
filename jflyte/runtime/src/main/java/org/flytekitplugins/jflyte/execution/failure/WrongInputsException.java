package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.jflyte.JflyteException;

/**
 * A task was given other inputs than it takes, which each of its replicas finds alike. The message
 * is a sentence for each such input.
 */
public final class WrongInputsException extends JflyteException {
  static final String CODE = "USER:WrongInputs";

  private static final long serialVersionUID = 1;

  /** A failure. */
  public WrongInputsException(String sentences) {
    super(sentences);
  }
}
