package org.flytekitplugins.jflyte.local.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.flytekitplugins.localcluster.internal.JobProcesses;
import org.junit.jupiter.api.Test;

/** Which processes end with a task that runs in this one. */
class ChildProcessesTest {
  private static final ProcessBuilder SLEEP = new ProcessBuilder("sleep", "60");

  @Test
  void whatTheTaskStartedEndsAndReplicasOfOtherJobsGoOn() throws Exception {
    Process replicaBefore = JobProcesses.start(SLEEP);
    Process otherBefore = SLEEP.start();
    Process replica;
    Process started;
    try (ChildProcesses children = ChildProcesses.watch()) {
      assertThat(children).isNotNull();
      replica = JobProcesses.start(SLEEP);
      started = SLEEP.start();
    }
    try {
      assertThat(started.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(replica.isAlive()).isTrue();
      assertThat(replicaBefore.isAlive()).isTrue();
      assertThat(otherBefore.isAlive()).isTrue();
    } finally {
      replicaBefore.destroyForcibly();
      otherBefore.destroyForcibly();
      replica.destroyForcibly();
    }
  }
}
