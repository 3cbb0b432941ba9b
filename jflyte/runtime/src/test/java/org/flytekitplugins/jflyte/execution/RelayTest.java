package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.attempt.RelayWatcher;
import org.flytekitplugins.jflyte.execution.attempt.VerdictWait;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another replica's failure is to the primary, whenever it comes. */
class RelayTest {
  private static final Replica CHIEF = Replica.of(ReplicaType.CHIEF, 0);

  @TempDir Path folder;

  @Test
  void theErrorNamesTheReplicaItsMessageAndWhetherAnotherAttemptHelps() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:2")) {
      TaskError error = job.run("chief-0: hang | worker-0: hang | worker-1: error boom").error();
      assertThat(error)
          .usingRecursiveComparison()
          .ignoringFields("timestamp", "failures")
          .isEqualTo(
              new TaskError(
                  "CODE",
                  "worker-1 failed: boom",
                  ContainerError.Kind.NON_RECOVERABLE,
                  RecoverableException.Origin.USER,
                  "worker-1",
                  null));
      assertThat(error.timestamp()).isNotNull();
      assertThat(error.failures())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.sentence()).startsWith("worker-1: boom (at ");
                assertThat(failure.time()).isEqualTo(error.timestamp());
              });
    }
  }

  @Test
  void theStackTraceOfAnExceptionIsRelayed() throws Exception {
    try (Job job = Job.of(folder, "worker:2")) {
      TaskError error = job.run("worker-0: hang | worker-1: fail boom").error();
      assertThat(error.code()).isEqualTo("USER:IllegalStateException");
      assertThat(error.message())
          .startsWith("worker-1 failed: java.lang.IllegalStateException: boom\n\tat ")
          .contains("ScriptedTraining.run(ScriptedTraining.java:");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chief:1 worker:1", "worker:2"})
  void aRelayThatWasThereBeforeThePrimaryIsReported(String shape) throws Exception {
    String primary = shape.startsWith("chief") ? "chief-0" : "worker-0";
    String other = shape.startsWith("chief") ? "worker-0" : "worker-1";
    try (Job job = Job.of(folder, shape).faults("delay " + primary + "@4s")) {
      Job.Result result = job.run(primary + ": touch ran | " + other + ": retry boom");
      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {%s=[0], %s=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER"
                  .formatted(primary, other));
      assertThat(result.error().message()).isEqualTo(other + " failed: boom");
      assertThat(job.room().resolve("ran")).doesNotExist();
    }
  }

  @Test
  void thePrimaryThatFailsAfterwardsSaysSoBehindTheRelay() throws Exception {
    try (Job job = Job.of(folder, "chief:1/ON_FAILURE worker:1")) {
      Job.Result result =
          job.run("chief-0: await out/replica-failure.pb; system lost | worker-0: error boom");
      // No restart although it is recoverable and one is left: the verdict is there.
      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
      assertThat(result.error().message()).startsWith("worker-0 failed: boom");
      assertThat(result.error().worker()).isEqualTo("worker-0");
      // Unless the watcher has seen it in the same moment.
      if (job.log("chief-0").contains("task " + ScriptedPackage.TRAINING + " failed")) {
        assertThat(result.error().message())
            .startsWith(
                "worker-0 failed: boom\n(chief-0 then failed:"
                    + " org.flytekitplugins.spi.RecoverableException: lost");
        assertThat(result.error().failures())
            .extracting(failure -> failure.replica() + " " + failure.isRecoverable())
            .containsExactly("worker-0 false", "chief-0 true");
      }
    }
  }

  @Test
  void anotherAttemptHelpsOnlyIfItHelpsAgainstBothFailures() throws Exception {
    for (int i = 0; i < 5; i++) {
      try (Job job = Job.of(folder, "chief:1 worker:1")) {
        Job.Result result =
            job.run("chief-0: await out/replica-failure.pb; error bad | worker-0: retry lost");
        // Else the watcher has seen it in the same moment.
        boolean hasFailed =
            job.log("chief-0").contains("task " + ScriptedPackage.TRAINING + " failed");
        assertThat(result.summary())
            .isEqualTo(
                "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] %s USER"
                    .formatted(hasFailed ? "NON_RECOVERABLE" : "RECOVERABLE"));
        assertThat(result.error().message())
            .isEqualTo("worker-0 failed: lost" + (hasFailed ? "\n(chief-0 then failed: bad)" : ""));
        if (hasFailed) {
          return;
        }
      }
    }
    throw new AssertionError("the watcher was first five times");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          outputs.pb ! return ! SUCCEEDED {chief-0=[0], worker-0=[143]} [outputs.pb, replica-failure.pb]
          error.pb ! retry own ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] RECOVERABLE USER
          """)
  void aRelayAfterThePrimarysDecisionIsIgnored(String file, String doing, String expected)
      throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").flaky().environment("FLAKY_STUCK", file)) {
      job.start("chief-0: " + doing + " | worker-0: await stuck; error late");
      job.awaitFile(job.out().resolve("replica-failure.pb"));
      // The watcher would look once more.
      Thread.sleep(RelayWatcher.PERIOD.plusMillis(500).toMillis());
      job.touch("resume");
      Job.Result result = job.await();
      assertThat(result.summary()).isEqualTo(expected);
      if (result.error() != null) {
        assertThat(result.error().message()).isEqualTo("chief-0 failed: own");
      }
    }
  }

  @Test
  void thePrimaryThatReturnsAfterwardsReportsTheRelay() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      assertThat(job.run("chief-0: await out/replica-failure.pb | worker-0: error boom").summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
    }
  }

  @Test
  void aReplicaWaitsForThePrimaryNoLongerThanItMay() throws Exception {
    try (Job job =
        Job.of(folder, "chief:1 worker:1")
            .environment(VerdictWait.VARIABLE, "1")
            .faults("delay chief-0@60s")) {
      assertThat(job.run("worker-0: fail boom").summary())
          .isEqualTo("FAILED {chief-0=[], worker-0=[1]} [replica-failure.pb]");
    }
  }

  @Test
  void aReplicaThatFailsAfterTheVerdictSeesItAtOnce() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      Files.createDirectories(job.out());
      // A document that the chief itself knows nothing of: the time between its two looks.
      job.start(
          "chief-0: await up; touch out/outputs.pb; touch go; hang"
              + " | worker-0: touch up; await go; error late");
      assertThat(job.await().summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, outputs.pb, replica-failure.pb]"
                  + " NON_RECOVERABLE USER");
      assertThat(job.log("worker-0")).contains("has reported how the attempt ended");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".jar", "inputs.pb"})
  void thePrimaryListensWhileItStillDownloads(String what) throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      job.stage("flaky");
      Files.createDirectories(job.out());
      job.environment("FLYTE_INTERNAL_MODULE_DIR", ScriptedPackage.modules().toString())
          .environment("FLAKY_HANG", what)
          .environment(VerdictWait.VARIABLE, "600")
          .with("--inputs", "flaky://" + job.room().resolve("inputs.pb"))
          .start("");
      job.awaitMarks("hangs-", 2);
      // Both hang in their downloads: somebody else, of another version, relays.
      Files.write(
          job.out().resolve("replica-failure.pb"),
          FailureDocuments.write(
              new TaskError(
                  "CODE", "ps-0 failed: x", ContainerError.Kind.RECOVERABLE, null, null, null)));
      Job.Result result = job.await();
      assertThat(result.summary())
          .isEqualTo(
              "SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] RECOVERABLE"
                  + " null");
      assertThat(job.log("chief-0")).contains("ends the attempt").doesNotContain("failed:  at");
    }
  }

  @Test
  void theDeckIsLeftWhenTheWatcherEndsTheAttempt() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      job.run("chief-0: step 1; touch go; hang | worker-0: await go; error boom");
      assertThat(job.files()).containsExactly("deck.html", "error.pb", "replica-failure.pb");
    }
  }

  @Test
  void anUnreadableRelayIsStillAVerdict() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      job.touch("out/replica-failure.pb");
      Files.write(job.out().resolve("replica-failure.pb"), new byte[] {10, 50, 1});
      Job.Result result = job.run("chief-0: touch ran | worker-0: hang");
      assertThat(result.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(result.error().kind()).isEqualTo(ContainerError.Kind.NON_RECOVERABLE);
      assertThat(result.error().message()).contains("replica-failure.pb").contains("look at");
      assertThat(job.local().replica(CHIEF).exitCodes()).containsExactly(0);
    }
  }
}
