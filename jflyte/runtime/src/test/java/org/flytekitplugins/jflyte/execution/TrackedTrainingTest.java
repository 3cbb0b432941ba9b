package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracker of the package is told of an attempt, however that ends. */
class TrackedTrainingTest {
  private static final String BEGIN =
      "begin " + ScriptedPackage.TRAINING + " {chief=1, worker=1} [script] 1";

  @TempDir Path folder;

  private static List<String> told(Job job) throws IOException {
    return Files.readAllLines(job.room().resolve("tracked"));
  }

  @Test
  void thePrimaryTellsItsStepsAndParametersAndItsOutputs() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").tracked()) {
      job.run("chief-0: parameter 0.1; step 1; step 2; await go | worker-0: step 1; touch go");

      assertThat(told(job))
          .containsExactly(
              BEGIN,
              "parameter 0.1",
              "step 1 {loss=0.5}",
              "step 2 {loss=0.5}",
              "succeeded [result]");
      assertThat(job.log("chief-0")).contains("is tracked in file://" + job.out());
    }
  }

  @Test
  void aFailureIsToldWhoeverHasFailed() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").tracked()) {
      job.run("chief-0: step 1; touch up; hang | worker-0: await up; fail boom");

      assertThat(told(job))
          .containsExactly(
              BEGIN,
              "step 1 {loss=0.5}",
              "failed worker-0 failed: java.lang.IllegalStateException: boom");
    }
  }

  @Test
  void aTaskThatEndsTheProcessHasFailed() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").tracked()) {
      job.run("chief-0: step 1; exit 0");

      assertThat(told(job))
          .hasSize(3)
          .last()
          .asString()
          .startsWith("failed chief-0 failed: it ended the process with System.exit(0)");
    }
  }

  @Test
  void aSignalIsToldInTime() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1").tracked()) {
      job.start("chief-0: step 1; touch up; hang | worker-0: hang");
      job.awaitFile(job.room().resolve("up"));
      assertThat(job.terminate("chief-0")).isLessThan(Duration.ofSeconds(5));

      assertThat(told(job)).containsExactly(BEGIN, "step 1 {loss=0.5}", "terminated");
      assertThat(job.await().exitCodes().get("chief-0")).containsExactly(143);
    }
  }

  @Test
  void aRestartIsNoEnd() throws Exception {
    try (Job job = Job.of(folder, "chief:1/ON_FAILURE worker:1/ON_FAILURE backoff:3").tracked()) {
      assertThat(job.run("chief-0: step 1; once recoverable again; step 2").state())
          .isEqualTo(JobState.SUCCEEDED);

      assertThat(told(job))
          .containsExactly(
              BEGIN,
              "step 1 {loss=0.5}",
              BEGIN,
              "step 1 {loss=0.5}",
              "step 2 {loss=0.5}",
              "succeeded [result]");
    }
  }

  @Test
  void whoeverTurnsOutToLeadTellsAllInTheEnd() throws Exception {
    try (Job job = Job.of(folder, "elastic:1:2").tracked()) {
      job.start(
          "worker-0: parameter 0.1; step 1; step 2; touch up; await done |"
              + " worker-1: step 7; await done; ignore rank 1");
      job.awaitFile(job.room().resolve("up"));
      assertThat(job.room().resolve("tracked")).doesNotExist();
      job.touch("done");
      job.await();

      assertThat(told(job))
          .containsExactly(
              "begin " + ScriptedPackage.PYTORCH_TRAINING + " {worker=2} [script] 1",
              "parameter 0.1",
              "step 1 {loss=0.5}",
              "step 2 {loss=0.5}",
              "succeeded [result]");
    }
  }

  @Test
  void whatAnEvaluatorHasReportedIsToldInTheEnd() throws Exception {
    try (Job job = Job.of(folder, "chief:1 worker:1 evaluator:1").tracked()) {
      job.run(
          "chief-0: step 1; await up; sleep 500 | evaluator-0: step 3; touch up"
              + " | worker-0: step 4");

      assertThat(told(job))
          .containsExactly(
              "begin " + ScriptedPackage.TRAINING + " {chief=1, worker=1, evaluator=1} [script] 1",
              "step 1 {loss=0.5}",
              "step 3 {evaluator-0/loss=0.5}",
              "succeeded [result]");
    }
  }
}
