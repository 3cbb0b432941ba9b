package org.flytekitplugins.jflyte.execution.failure;

import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.IgnoreOutputsException;

/**
 * A task has left its outputs to another replica, and there is none to write them. The message is a
 * sentence.
 */
public final class NoOutputsException extends JflyteException {
  private static final long serialVersionUID = 1;

  /**
   * A failure.
   *
   * @param who the replica that leads, or the task that has none
   * @param thrown what the task has thrown
   */
  public NoOutputsException(String who, IgnoreOutputsException thrown) {
    super(
        who
            + " has thrown IgnoreOutputsException ("
            + thrown.getMessage()
            + "), but no other replica writes its outputs: return them there",
        thrown);
  }
}
