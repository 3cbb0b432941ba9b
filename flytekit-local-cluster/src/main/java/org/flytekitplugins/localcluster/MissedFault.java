package org.flytekitplugins.localcluster;

import java.util.Objects;

/**
 * A fault of a plan that has not happened. A test that asks for a fault and does not get it has not
 * tested what it says.
 *
 * @param fault what was to go wrong
 * @param reason why it has not: how far its replica came
 */
public record MissedFault(Fault fault, String reason) {
  /** A fault that has not happened. */
  public MissedFault {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(reason, "reason");
  }

  /** One sentence: {@code the fault worker-1@900 has not happened: …}. */
  @Override
  public String toString() {
    return "the fault " + fault + " has not happened: " + reason;
  }
}
