package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that fails, as one with assertions may, takes nothing from the others or the job. */
class JobListenersTest {
  private final List<String> heard = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOthersHearWhatAListenerFailedOver(boolean isAssertion) {
    JobListener failing =
        new JobListener() {
          @Override
          public void line(Replica replica, String line) {
            if (isAssertion) {
              throw new AssertionError("expected another line");
            }
            throw new IllegalStateException("no room");
          }
        };
    JobListener other =
        new JobListener() {
          @Override
          public void line(Replica replica, String line) {
            heard.add(replica + ": " + line);
          }
        };

    new JobListeners(List.of(failing, other)).line(Replica.parse("worker-1"), "step 7");

    assertThat(heard).containsExactly("worker-1: step 7");
  }
}
