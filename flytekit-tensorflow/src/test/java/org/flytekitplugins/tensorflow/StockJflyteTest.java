package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.flytekitplugins.kubeflow.CleanPodPolicy.RUNNING;
import static org.flytekitplugins.kubeflow.RestartPolicy.ALWAYS;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flyte.api.v1.RunnableTask;
import org.flyte.api.v1.Struct;
import org.flyte.api.v1.Struct.Value;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStructs;
import org.flyte.jflyte.utils.ProjectClosure;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.flytekitplugins.tensorflow.fixtures.Discovered;
import org.flytekitplugins.tensorflow.fixtures.NightlyTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stock jflyte records task type version 0, so it gets what Flyte reads of that version. */
class StockJflyteTest {
  private static final String REFUSED =
      ", but stock jflyte records task type version 0, which carries replica counts only:"
          + " register with the jflyte of flytekit-jflyte, or leave it out";

  @Test
  void getsTheCountsOfADiscoveredTask() {
    RunnableTask task = Discovered.runnableTasks().get(NightlyTraining.class.getName());

    assertThat(ProjectClosure.ask(task::getCustom))
        .isEqualTo(
            counts("chiefReplicas", 1, "workers", 10, "psReplicas", 3, "evaluatorReplicas", 1));
  }

  @Test
  void getsNoCountsOfRolesWithoutReplicas() {
    assertThat(customForStockJflyte(TfJob.builder().worker(2).ps(0).build()))
        .isEqualTo(counts("workers", 2));
  }

  @Test
  void getsTheCountsOfTheOlderFormToo() {
    assertThat(customForStockJflyte(TfJob.builder().numWorkers(2).numPsReplicas(1).build()))
        .isEqualTo(counts("workers", 2, "psReplicas", 1));
  }

  @ParameterizedTest
  @MethodSource("richerJobs")
  void isRefusedWhatItWouldLose(String field, String value, UnaryOperator<TfJob.Builder> richer) {
    TfJob job = richer.apply(TfJob.builder().worker(2).ps(1)).build();

    InvalidFieldException thrown =
        catchThrowableOfType(InvalidFieldException.class, () -> customForStockJflyte(job));

    assertThat(thrown).isNotNull().hasMessage(field + " is " + value + REFUSED);
    assertThat(thrown.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @MethodSource("richerJobs")
  void othersGetThoseJobsInTheNewerForm(
      String field, String value, UnaryOperator<TfJob.Builder> richer) {
    TfJob job = richer.apply(TfJob.builder().worker(2).ps(1)).build();

    assertThat(SdkStructs.structOf(TensorflowCustom.of(job, SdkResources.empty())))
        .isEqualTo(SdkStructs.structOf(job.kind().write(job.cluster())));
  }

  static Stream<Arguments> richerJobs() {
    return Stream.of(
        richer("chief.image", "\"chief:1\"", job -> job.chief(c -> c.image("chief:1"))),
        richer(
            "worker.image",
            "\"{{.image.gpu}}\"",
            job -> job.worker(w -> w.image("{{.image.gpu}}"))),
        richer(
            "worker.requests",
            "cpu=2, memory=4Gi",
            job -> job.worker(w -> w.requests(r -> r.cpu("2").memory("4Gi")))),
        richer("ps.limits", "memory=2Gi", job -> job.ps(p -> p.limits(r -> r.memory("2Gi")))),
        richer(
            "evaluator.requests",
            "cpu=1",
            job -> job.numEvaluatorReplicas(1).perReplicaRequests(r -> r.cpu("1"))),
        richer(
            "worker.restartPolicy",
            "ON_FAILURE",
            job -> job.worker(w -> w.restartPolicy(ON_FAILURE))),
        richer("ps.restartPolicy", "ALWAYS", job -> job.ps(p -> p.restartPolicy(ALWAYS))),
        richer(
            "runPolicy.cleanPodPolicy",
            "RUNNING",
            job -> job.runPolicy(r -> r.cleanPodPolicy(RUNNING))),
        richer(
            "runPolicy.ttlAfterFinished",
            "PT1H",
            job -> job.runPolicy(r -> r.ttlAfterFinished(Duration.ofHours(1)))),
        richer(
            "runPolicy.activeDeadline",
            "PT24H",
            job -> job.runPolicy(r -> r.activeDeadline(Duration.ofDays(1)))),
        richer("runPolicy.backoffLimit", "3", job -> job.runPolicy(r -> r.backoffLimit(3))));
  }

  private static Arguments richer(String field, String value, UnaryOperator<TfJob.Builder> job) {
    return Arguments.of(field, value, job);
  }

  private static Struct customForStockJflyte(TfJob job) {
    return ProjectClosure.ask(
        () -> SdkStructs.structOf(TensorflowCustom.of(job, SdkResources.empty())));
  }

  private static Struct counts(Object... keysAndCounts) {
    Map<String, Value> counts = new HashMap<>();
    for (int i = 0; i < keysAndCounts.length; i += 2) {
      counts.put((String) keysAndCounts[i], Value.ofNumberValue((Integer) keysAndCounts[i + 1]));
    }
    return Struct.of(counts);
  }
}
