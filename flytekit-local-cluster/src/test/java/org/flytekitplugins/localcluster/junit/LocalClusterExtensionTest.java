package org.flytekitplugins.localcluster.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertFails;
import static org.flytekitplugins.localcluster.junit.JobAssertions.assertSucceeds;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.suppressed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.kubeflow.operator.PodPhase;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The extension, as a user's test class has it, run by JUnit within this one. */
@DisabledOnOs(OS.WINDOWS)
class LocalClusterExtensionTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final List<LocalJob> STARTED = new CopyOnWriteArrayList<>();

  @RegisterExtension
  final LocalClusterExtension cluster = LocalClusterExtension.of(sleepers("echo up; sleep 1000"));

  @Test
  void jobsOfATestEndWithItWhetherItPassedOrNot() {
    STARTED.clear();

    Events tests = run(UsersTest.class);

    tests.assertStatistics(statistics -> statistics.started(2).succeeded(1).failed(1));
    assertThat(STARTED).hasSize(3);
    for (LocalJob job : STARTED) {
      assertThat(job.replicas().values())
          .allMatch(replica -> replica.phase() == PodPhase.ABSENT && replica.pid().isEmpty());
    }
  }

  @Test
  void aFailedTestTellsHowItsJobsWere() {
    run(UsersTest.class)
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("fails"),
                finishedWithFailure(
                    message("from the test"),
                    suppressed(
                        0,
                        message(
                            """
                            job local is RUNNING
                              worker-0 is RUNNING, last wrote
                                up
                              worker-1 is RUNNING, last wrote
                                up""")))));
  }

  @Test
  void theDeclaredJobIsAParameter(LocalJob job) {
    assertThat(job.replicas()).hasSize(2);
    assertThat(job.state()).isNotEqualTo(JobState.FAILED);
  }

  @Test
  void aJobIsStartedWithFaults() throws Exception {
    LocalJob job = cluster.start("worker-1@100ms");

    assertFails(job, DEADLINE);
    assertThat(job.replica(Replica.parse("worker-1")).exitCodes()).isEqualTo(List.of(137));
  }

  @Test
  void aWrongEndIsExplained() throws Exception {
    LocalJob fails = cluster.start(sleepers("echo no data; exit 3"));
    LocalJob succeeds = cluster.start(sleepers("exit 0"));
    LocalJob sleeps = cluster.start();

    assertThatThrownBy(() -> assertSucceeds(fails, DEADLINE))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("job local is FAILED\n  worker-")
        .hasMessageContaining("exit codes [3], last wrote\n    no data");
    assertThatThrownBy(() -> assertFails(succeeds, DEADLINE))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("worker-0 is SUCCEEDED, exit codes [0], has written nothing");
    assertThatThrownBy(() -> assertSucceeds(sleeps, Duration.ofMillis(50)))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("job local is RUNNING after 0.05 s");
    sleeps.stop();
    assertThatThrownBy(() -> assertSucceeds(sleeps, DEADLINE))
        .isInstanceOf(AssertionError.class)
        .hasMessage("job local was stopped while it was RUNNING");
    assertSucceeds(succeeds, DEADLINE);
    assertFails(fails, DEADLINE);
    assertThat(succeeds.state()).isEqualTo(JobState.SUCCEEDED);
  }

  private static Events run(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .configurationParameter("junit.jupiter.conditions.deactivate", "*")
        .selectors(selectClass(testClass))
        .execute()
        .testEvents();
  }

  private static LocalCluster sleepers(String script) {
    return LocalCluster.builder()
        .cluster(
            TrainingCluster.of(
                Map.of(ReplicaType.WORKER, ReplicaSpec.of(2)),
                RunPolicy.builder().cleanPodPolicy(CleanPodPolicy.RUNNING).build()))
        .program(Program.command("sh", "-c", script))
        .output(LogOutput.none())
        .build();
  }

  /** Not run by itself: its name does not end as a test's, and it is nested without being one. */
  static class UsersTest {
    @RegisterExtension
    final LocalClusterExtension cluster = LocalClusterExtension.of(sleepers("echo up; sleep 1000"));

    @Test
    void passes() {
      STARTED.add(cluster.start());
      STARTED.add(cluster.start());
    }

    @Test
    void fails() throws InterruptedException {
      LocalJob job = cluster.start();
      STARTED.add(job);
      while (job.lastLines(Replica.parse("worker-0")).isEmpty()
          || job.lastLines(Replica.parse("worker-1")).isEmpty()) {
        Thread.sleep(10);
      }
      throw new IllegalStateException("from the test");
    }
  }
}
