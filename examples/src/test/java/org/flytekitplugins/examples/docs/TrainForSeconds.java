package org.flytekitplugins.examples.docs;

import java.util.Map;
import org.flytekitplugins.examples.TrainDigits;

/** A task that does without a finding, and says why. */
public class TrainForSeconds extends TrainDigits {
  // snippet: suppressed
  @Override
  public Map<String, String> getSuppressedFindings() {
    return Map.of("no-retries", "a run of seconds, started by hand");
  }
  // end
}
