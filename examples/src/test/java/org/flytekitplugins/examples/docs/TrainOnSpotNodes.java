package org.flytekitplugins.examples.docs;

import org.flytekitplugins.examples.TrainDigits;

// snippet: task
/** The training of digits, for nodes that may go at any moment. */
public class TrainOnSpotNodes extends TrainDigits {
  /** Every loss of a node takes one; a training that goes on from its checkpoints loses minutes. */
  @Override
  public int getRetries() {
    return 10;
  }
}
// end
