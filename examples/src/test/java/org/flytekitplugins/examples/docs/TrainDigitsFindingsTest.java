package org.flytekitplugins.examples.docs;

import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.jflyte.explain.Explanation;
import org.flytekitplugins.jflyte.explain.Platform;
import org.flytekitplugins.jflyte.explain.Severity;
import org.flytekitplugins.kubeflow.ResourceList;
import org.junit.jupiter.api.Test;

/** What docs/explain.md shows of a user's own test. */
class TrainDigitsFindingsTest {
  // snippet: test
  @Test
  void theClusterRunsItAsItSays() {
    Explanation.of(new TrainDigits()).assertNone(Severity.WARNING);
  }

  // end

  @Test
  void theClusterOfTheTeamDoesToo() {
    // snippet: platform
    Platform platform =
        Platform.of(
                "the team's cluster",
                ResourceList.of(defaults -> defaults.cpu("1").memory("1Gi")),
                ResourceList.of(limits -> limits.cpu("64").memory("256Gi").gpu(8)))
            .withMaxReplicas(16);
    Explanation.of(new TrainDigits(), platform).assertNone(Severity.WARNING);
    // end
  }
}
