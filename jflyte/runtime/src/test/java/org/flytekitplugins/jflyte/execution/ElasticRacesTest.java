package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What replicas that elect who leads do at once, again and again: one answer each. */
@Execution(ExecutionMode.CONCURRENT)
class ElasticRacesTest {
  @TempDir Path folder;

  /** Each of them finds no document, or that of the other one. */
  @Test
  void twoThatFailAtOnceAreBothTold() throws Exception {
    SortedSet<String> answers = new TreeSet<>();
    for (int i = 0; i < times(); i++) {
      try (Job job = Job.of(folder, "elastic:1:3/ON_FAILURE")) {
        Job.Result result =
            job.run(
                "worker-0: touch zero; await one; error a"
                    + " | worker-1: touch one; await zero; error b"
                    + " | worker-2: hang");
        List<String> told =
            result.error().failures().stream()
                .map(ReplicaFailure::replica)
                .map(Object::toString)
                .sorted()
                .toList();
        answers.add(result.state() + " " + documents(result) + " " + told);
        assertThat(result.error().message())
            .isIn(
                "worker-0 failed: a\n(then worker-1 failed: b)",
                "worker-1 failed: b\n(then worker-0 failed: a)");
        assertThat(job.log("worker-2")).doesNotContain("waits for the outputs");
      }
    }
    assertThat(answers).containsExactly("SUCCEEDED [error.pb] [worker-0, worker-1]");
  }

  /**
   * Flyte takes an error before outputs, so there may be both; but never neither, and no error that
   * says something else.
   */
  @Test
  void whoReturnsWhileAnotherFailsLeavesOneAnswer() throws Exception {
    for (int i = 0; i < times(); i++) {
      try (Job job = Job.of(folder, "elastic:1:2")) {
        Job.Result result =
            job.run(
                "worker-0: touch zero; await one; sleep "
                    + i * 13 % 40
                    + " | worker-1: touch one; await zero; sleep 20; error b");
        assertThat(result.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(documents(result))
            .isIn(List.of("outputs.pb"), List.of("error.pb"), List.of("error.pb", "outputs.pb"));
        if (result.error() != null) {
          assertThat(result.error().message()).isEqualTo("worker-1 failed: b");
        }
        if (result.files().contains("outputs.pb")) {
          assertThat(job.result()).isEqualTo("worker-0");
        }
      }
    }
  }

  /** The first exit with 0 ends the job, whoever's it is. */
  @Test
  void theOutputsAreThereBeforeAnybodyLeaves() throws Exception {
    SortedSet<String> answers = new TreeSet<>();
    for (int i = 0; i < times(); i++) {
      try (Job job = Job.of(folder, "elastic:1:3")) {
        Job.Result result =
            job.run(
                "worker-0: ignore x | worker-1: sleep "
                    + i * 37 % 200
                    + " | worker-2: sleep "
                    + i * 59 % 200
                    + "; ignore y");
        answers.add(result.state() + " " + documents(result) + " " + job.result());
      }
    }
    assertThat(answers).containsExactly("SUCCEEDED [outputs.pb] worker-1");
  }

  private static List<String> documents(Job.Result result) {
    return result.files().stream().filter(file -> !file.equals("deck.html")).toList();
  }

  // Whoever fails stays for seconds.
  private static int times() {
    return Math.max(1, Rerun.times() / 3);
  }
}
