package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM, out of memory, and ends at a bad moment. */
class TerminationTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
  private static final Replica WORKER = Replica.parse("worker-0");

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "worker:1, worker-0, touch up; hang",
    "worker:1, worker-0, slow-exit; touch up; hang",
    "chief:1 worker:1, chief-0, touch up; hang",
    "chief:1 worker:1, worker-0, touch up; hang",
    "chief:1 worker:1 ps:1, ps-0, slow-exit; touch up; hang",
    "worker:2, worker-0, touch up; hang",
    "worker:2, worker-1, touch up; hang",
  })
  void sigtermEndsAReplicaWithinFiveSecondsAndNothingIsWritten(
      String shape, String victim, String doing) throws Exception {
    try (Job job = Job.of(folder, shape)) {
      job.start(victim + ": " + doing + " | chief-0: hang | worker-0: hang | worker-1: hang");
      job.awaitFile(job.room().resolve("up"));
      assertThat(job.terminate(victim)).isLessThan(FIVE_SECONDS);
      Job.Result result = job.await();
      assertThat(result.state()).isEqualTo(JobState.FAILED);
      assertThat(result.exitCodes().values()).containsOnly(List.of(143));
      assertThat(result.files()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".jar", "inputs.pb"})
  void sigtermEndsReplicasThatDownload(String what) throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").flaky()) {
      job.stage("flaky");
      job.environment("FLAKY_HANG", what)
          .with("--inputs", "flaky://" + job.room().resolve("inputs.pb"))
          .start("");
      job.awaitMarks("hangs-", 2);
      assertThat(job.terminate("worker-0")).isLessThan(FIVE_SECONDS);
      // The chief, because the job has failed.
      assertThat(job.await().summary()).isEqualTo("FAILED {chief-0=[143], worker-0=[143]} []");
    }
  }

  @ParameterizedTest(name = "{0} of {2}")
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          outputs.pb ! worker:1 ! worker-0 ! return ! FAILED {worker-0=[143]} []
          error.pb ! worker:1 ! worker-0 ! fail x ! FAILED {worker-0=[143]} []
          error.pb ! chief:1 worker:1 ! chief-0 ! hang ! FAILED {chief-0=[143], worker-0=[143]} [replica-failure.pb]
          replica-failure.pb ! chief:1 worker:1 ! worker-0 ! fail x ! FAILED {chief-0=[143], worker-0=[143]} []
          deck.html ! worker:1 ! worker-0 ! step 1 ! FAILED {worker-0=[143]} [outputs.pb, raw]
          """)
  void sigtermWhileAWriteFailsStartsNoOther(
      String file, String shape, String victim, String doing, String expected) throws Exception {
    try (Job job = Job.of(folder, shape).flaky().environment("FLAKY_DOOMED", file)) {
      job.start(victim + ": slow-exit 1500; " + doing + " | worker-0: error x | chief-0: hang");
      job.awaitFile(job.room().resolve("stuck"));
      assertThat(job.terminate(victim)).isLessThan(FIVE_SECONDS);
      assertThat(job.await().summary()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"worker:1/ON_FAILURE, worker-0", "chief:1 worker:1/ALWAYS, worker-0"})
  void sigtermWhileARestartIsRecordedIsNoRestart(String shape, String victim) throws Exception {
    try (Job job =
        Job.of(folder, shape).flaky().environment("FLAKY_DOOMED", "replica-restarts-" + victim)) {
      job.start("chief-0: hang | " + victim + ": slow-exit 1500; retry x");
      job.awaitFile(job.room().resolve("stuck"));
      long start = System.nanoTime();
      job.local().stop();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FIVE_SECONDS);
      assertThat(job.local().replica(Replica.parse(victim)).exitCodes()).containsExactly(143);
      assertThat(job.files()).isEmpty();
    }
  }

  @Test
  void sigtermEndsAReplicaThatWaitsForTheVerdict() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").faults("delay chief-0@60s")) {
      job.start("worker-0: fail boom");
      job.awaitFile(job.out().resolve("replica-failure.pb"));
      job.local().stop();
      assertThat(job.local().replica(WORKER).exitCodes()).containsExactly(143);
    }
  }

  @Test
  void aPrimaryWhoseNativeCodeAndHooksHangStillEnds() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      // The watcher reports, but the process cannot be exited: it is halted.
      assertThat(
              job.run("chief-0: slow-exit; touch go; hang | worker-0: await go; error boom")
                  .summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[0]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oom", "oom-elsewhere"})
  void outOfMemoryOfThePrimaryIsAnError(String way) throws Exception {
    try (Job job = Job.of(folder, "worker:1/ON_FAILURE")) {
      Job.Result result = job.run("worker-0: " + way);
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(result.error().message())
          .startsWith("worker-0 failed: java.lang.OutOfMemoryError: Java heap");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oom", "oom-elsewhere"})
  void outOfMemoryOfAnotherReplicaIsRelayed(String way) throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1/ON_FAILURE")) {
      Job.Result result = job.run("chief-0: hang | worker-0: " + way);
      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
      assertThat(result.error().message())
          .startsWith("worker-0 failed: java.lang.OutOfMemoryError: Java heap");
    }
  }

  @Test
  void aPrimaryKilledAfterItsErrorWasWrittenIsNotRunAgain() throws Exception {
    try (Job job = Job.of(folder, "worker:1/ON_FAILURE")) {
      job.start("worker-0: slow-exit; once touch ran; fail boom");
      job.awaitFile(job.out().resolve("error.pb"));
      job.local().kill(WORKER);
      Job.Result result = job.await();
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[137, 0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(job.log("worker-0")).containsOnlyOnce("boom\n").contains("decided already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ON_FAILURE", "NEVER"})
  void aPrimaryKilledWhileItWritesItsOutputsLeavesNoHalf(String policy) throws Exception {
    try (Job job = Job.of(folder, "worker:1/" + policy)) {
      job.flaky().environment("FLAKY_STUCK", "outputs.pb").start("worker-0: return");
      job.awaitFile(job.room().resolve("stuck"));
      job.local().kill(WORKER);
      assertThat(job.await().summary())
          .isEqualTo(
              policy.equals("NEVER")
                  ? "FAILED {worker-0=[137]} []"
                  : "SUCCEEDED {worker-0=[137, 0]} [outputs.pb]");
    }
  }

  @Test
  void sigtermWhileAWriteIsStuckStartsNoOther() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      job.flaky().environment("FLAKY_STUCK", "outputs.pb").start("worker-0: slow-exit");
      job.awaitFile(job.room().resolve("stuck"));
      job.local().stop();
      assertThat(job.local().replica(WORKER).exitCodes()).isEqualTo(List.of(143));
      assertThat(job.files()).isEmpty();
    }
  }
}
