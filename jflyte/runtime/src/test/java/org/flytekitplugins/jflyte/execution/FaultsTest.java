package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.execution.Job.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Storage and files that are not as they should be. */
class FaultsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          chief:1 worker:1 ! chief-0: hang | worker-0: error a ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          worker:1 ! worker-0: step 1 ! SUCCEEDED {worker-0=[0]} [outputs.pb, raw]
          worker:1/ON_FAILURE backoff:3 ! worker-0: retry a ! SUCCEEDED {worker-0=[1, 1, 0]} [error.pb, replica-restarts-worker-0] RECOVERABLE USER
          """)
  void oneWriteInThreeFails(String shape, String script, String expected) throws Exception {
    try (Job job = flaky(shape, "3")) {
      assertThat(job.run(script).summary()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"return, FAILED {worker-0=[1]} []", "error a, FAILED {worker-0=[1]} []"})
  void withoutStorageThereIsNoDocumentAndNoSuccess(String doing, String expected) throws Exception {
    try (Job job = flaky("worker:1", "1")) {
      assertThat(job.run("worker-0: " + doing).summary()).isEqualTo(expected);
      assertThat(job.log("worker-0")).contains("cannot be written");
    }
  }

  @Test
  void aWorkerThatCannotRelayFailsTheJob() throws Exception {
    try (Job job = flaky("chief:1 worker:1", "1")) {
      assertThat(job.run("chief-0: hang | worker-0: error a").summary())
          .isEqualTo("FAILED {chief-0=[143], worker-0=[1]} []");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          worker:1 ! worker-0: error a ! FAILED {worker-0=[3]} []
          chief:1 worker:1 ! chief-0: hang | worker-0: error a ! FAILED {chief-0=[3], worker-0=[143]} [replica-failure.pb]
          """)
  void withoutMemoryForItsDocumentAReplicaEndsWithThree(
      String shape, String script, String expected) throws Exception {
    try (Job job = flaky(shape, "1000").environment("FLAKY_MEMORY", "error.pb")) {
      assertThat(job.run(script).summary()).isEqualTo(expected);
    }
  }

  @Test
  void withoutMemoryForThePackageTheTaskFails() throws Exception {
    try (Job job = flaky("worker:1", "1000").environment("FLAKY_MEMORY", ".jar")) {
      Path template = job.room().resolve("task.pb");
      StagedTask.write(ScriptedPackage.jars(), job.room().resolve("staging"), template, "flaky");
      job.with("--taskTemplatePath", template.toUri().toString());
      Result result = job.run("worker-0: touch ran");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null");
      assertThat(result.error().message()).contains("OutOfMemoryError: no more");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          worker:1 ! worker-0: interrupt ! SUCCEEDED {worker-0=[0]} [outputs.pb]
          worker:1 ! worker-0: interrupt; error a ! SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE USER
          chief:1 worker:1 ! chief-0: hang | worker-0: interrupt; error a ! SUCCEEDED {chief-0=[0], worker-0=[143]} [error.pb, replica-failure.pb] NON_RECOVERABLE USER
          """)
  void anInterruptThatATaskLeavesBehindLosesNothing(String shape, String script, String expected)
      throws Exception {
    try (Job job = Job.of(folder, shape)) {
      assertThat(job.run(script).summary()).isEqualTo(expected);
    }
  }

  @Test
  void corruptInputsAreAnErrorThatNamesThem() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      Files.write(job.room().resolve("inputs.pb"), new byte[] {10, 99, 1, 2});
      Result result = job.run("");
      assertThat(result.state() + " " + result.error().kind())
          .isEqualTo("SUCCEEDED NON_RECOVERABLE");
      assertThat(result.error().message())
          .contains("inputs file://" + job.room().resolve("inputs.pb") + " cannot be understood");
    }
  }

  @Test
  void missingInputsAreTheStoragesFailure() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      job.with("--inputs", job.room().resolve("nothing.pb").toUri().toString());
      Result result = job.run("");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM");
      assertThat(result.error().message()).contains("nothing.pb", "no such blob");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"error.pb", "replica-failure.pb"})
  void aFolderThatCannotBeLookedAtAtFirstIsTheStoragesFailure(String file) throws Exception {
    try (Job job = flaky("worker:1", "1000").environment("FLAKY_UNSEEN", file)) {
      Result result = job.run("worker-0: touch ran");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM");
      assertThat(result.error().message())
          .startsWith("worker-0 failed: the folder of the attempt cannot be looked at: ")
          .contains("/" + file, "503 slow down")
          .doesNotContain("\n");
      assertThat(job.room().resolve("ran")).doesNotExist();
      assertThat(job.log("worker-0")).contains("503 slow down").doesNotContain("\tat ");
    }
  }

  @Test
  void norWhenAPrimaryLooksBeforeItFetchesThePackage() throws Exception {
    try (Job job = flaky("chief:1 worker:1", "1000").environment("FLAKY_UNSEEN", "error.pb")) {
      job.stage("file");
      Result result = job.run("");
      assertThat(result.state() + " " + result.error().kind() + " " + result.error().origin())
          .isEqualTo("SUCCEEDED RECOVERABLE SYSTEM");
      assertThat(result.error().message())
          .contains("the folder of the attempt cannot be looked at: ");
    }
  }

  @ParameterizedTest
  @CsvSource({"chief:1 worker:1, chief-0", "worker:1, worker-0"})
  void aReplicaRunsFromStagedArtifacts(String shape, String primary) throws Exception {
    try (Job job = Job.of(folder, shape)) {
      job.stage("file");
      Result result = job.run(primary + ": sleep 500");
      assertThat(result.state() + " " + result.files())
          .isEqualTo("SUCCEEDED [deck.html, outputs.pb]");
      assertThat(job.result()).isEqualTo(primary);
    }
  }

  @Test
  void aTruncatedArtifactIsAnErrorThatNamesIt() throws Exception {
    try (Job job = Job.of(folder, "worker:1")) {
      Path jar = job.stage("file");
      Files.write(jar, new byte[] {80, 75, 3, 4});
      Result result = job.run("worker-0: touch ran");
      assertThat(result.summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] NON_RECOVERABLE null");
      assertThat(result.error().message()).contains(jar.getFileName().toString(), "damaged");
    }
  }

  @Test
  void aTruncatedArtifactOfAReplicaIsReportedByThePrimary() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1")) {
      Path jar = job.stage("file");
      Files.write(jar, new byte[] {80, 75, 3, 4});
      Result result = job.run("");
      assertThat(result.state() + " " + result.error().kind())
          .isEqualTo("SUCCEEDED NON_RECOVERABLE");
      assertThat(result.error().message()).contains(jar.getFileName().toString(), "damaged");
    }
  }

  @Test
  void aSecondAttemptResumesFromTheFirstOnesCheckpoint() throws Exception {
    Path checkpoints;
    try (Job first = Job.of(folder, "worker:1")) {
      Path raw = first.room().resolve("raw");
      checkpoints = raw.resolve("_flytecheckpoints");
      first
          .with("--rawOutputPrefix", raw.toUri().toString())
          .with("--checkpoint", checkpoints.toUri().toString())
          .with("--previousCheckpoint", "\"\"");
      assertThat(first.run("worker-0: checkpoint step-200; system lost").summary())
          .isEqualTo("SUCCEEDED {worker-0=[0]} [error.pb] RECOVERABLE SYSTEM");
    }
    try (Job second = Job.of(folder, "worker:1")) {
      second
          .with("--rawOutputPrefix", second.room().resolve("raw").toUri().toString())
          .with("--previousCheckpoint", checkpoints.toUri().toString());
      assertThat(second.run("worker-0: resume").state().operatorName()).isEqualTo("Succeeded");
      assertThat(second.result()).isEqualTo("step-200");
    }
  }

  private Job flaky(String shape, String every) throws Exception {
    return Job.of(folder, shape).flaky().environment("FLAKY_EVERY", every);
  }
}
