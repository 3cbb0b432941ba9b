package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM, out of memory, and ends at a bad moment. */
class TerminationTest {
  private static final Replica WORKER = Replica.parse("worker-0");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"touch up; hang", "slow-exit; touch up; hang"})
  void sigtermEndsAReplicaWithinFiveSecondsAndNothingIsWritten(String doing) throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      job.start("worker-0: " + doing);
      awaitFile(job, job.room().resolve("up"));
      long start = System.nanoTime();
      job.local().stop();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      assertThat(job.local().replica(WORKER).exitCodes()).containsExactly(143);
      assertThat(job.files()).isEmpty();
    }
  }

  @Test
  void sigtermEndsAReplicaThatWaitsForTheVerdict() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").faults("delay chief-0@60s")) {
      job.start("worker-0: fail boom");
      awaitFile(job, job.out().resolve("replica-failure.pb"));
      job.local().stop();
      assertThat(job.local().replica(WORKER).exitCodes()).containsExactly(143);
    }
  }

  @Test
  void aPrimaryWhoseNativeCodeAndHooksHangStillEnds() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      // The watcher reports, but the process cannot be exited: it is halted.
      assertThat(job.run("chief-0: slow-exit; hang | worker-0: error boom").summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[0]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oom", "oom-elsewhere"})
  void outOfMemoryOfThePrimaryIsAnError(String way) throws Exception {
    try (Job job = Job.of(folder, "worker:1/ON_FAILURE")) {
      Job.Outcome outcome = job.run("worker-0: " + way);
      assertThat(outcome.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(outcome.error().message()).startsWith("java.lang.OutOfMemoryError: Java heap");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"oom", "oom-elsewhere"})
  void outOfMemoryOfAnotherReplicaIsRelayed(String way) throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1/ON_FAILURE")) {
      Job.Outcome outcome = job.run("chief-0: hang | worker-0: " + way);
      assertThat(outcome.summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
      assertThat(outcome.error().message())
          .startsWith("worker-0 failed: java.lang.OutOfMemoryError: Java heap");
    }
  }

  @Test
  void aPrimaryKilledAfterItsErrorWasWrittenIsNotRunAgain() throws Exception {
    try (Job job = Job.of(folder, "worker:1/ON_FAILURE")) {
      job.start("worker-0: slow-exit; once touch ran; fail boom");
      awaitFile(job, job.out().resolve("error.pb"));
      job.local().kill(WORKER);
      Job.Outcome outcome = job.await();
      assertThat(outcome.summary())
          .isEqualTo("SUCCEEDED {worker-0=[137, 0]} [error.pb] NON_RECOVERABLE USER");
      assertThat(job.log("worker-0")).containsOnlyOnce("boom\n").contains("decided already");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ON_FAILURE", "NEVER"})
  void aPrimaryKilledWhileItWritesItsOutputsLeavesNoHalf(String policy) throws Exception {
    try (Job job = Job.of(folder, "worker:1/" + policy)) {
      job.environment("FLYTE_INTERNAL_MODULE_DIR", ScriptedPackage.modules().toString())
          .environment("FLAKY_STUCK", "outputs.pb")
          .with("--outputPrefix", "flaky://" + job.out())
          .start("worker-0: return");
      awaitFile(job, job.room().resolve("stuck"));
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
      job.environment("FLYTE_INTERNAL_MODULE_DIR", ScriptedPackage.modules().toString())
          .environment("FLAKY_STUCK", "outputs.pb")
          .with("--outputPrefix", "flaky://" + job.out())
          .start("worker-0: slow-exit");
      awaitFile(job, job.room().resolve("stuck"));
      job.local().stop();
      assertThat(job.local().replica(WORKER).exitCodes()).isEqualTo(List.of(143));
      assertThat(job.files()).isEmpty();
    }
  }

  private static void awaitFile(Job job, Path file) throws Exception {
    long deadline = System.nanoTime() + Job.DEADLINE.toNanos();
    while (!Files.exists(file)) {
      assertThat(System.nanoTime()).as(() -> log(job)).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  private static String log(Job job) {
    try {
      return job.log("worker-0");
    } catch (IOException e) {
      return e.toString();
    }
  }
}
