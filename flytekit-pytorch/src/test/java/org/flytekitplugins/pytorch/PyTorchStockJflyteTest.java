package org.flytekitplugins.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.flyte.api.v1.Struct;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkStructs;
import org.flyte.jflyte.utils.ProjectClosure;
import org.flytekitplugins.kubeflow.CustomJson;
import org.flytekitplugins.kubeflow.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Stock jflyte records task type version 0, so it gets what Flyte reads of that version. */
class PyTorchStockJflyteTest {
  private static final String REFUSED =
      ", but stock jflyte records task type version 0, which carries replica counts only:"
          + " register with the jflyte of flytekit-jflyte, or ";

  @Test
  void getsTheNumberOfWorkers() {
    assertThat(customForStockJflyte(PyTorchJob.builder().worker(2).build()))
        .isEqualTo(CustomJson.read("{\"workers\": 2}"));
    assertThat(customForStockJflyte(PyTorchJob.builder().numWorkers(3).build()))
        .isEqualTo(CustomJson.read("{\"workers\": 3}"));
    assertThat(customForStockJflyte(PyTorchJob.builder().worker(0).build()))
        .isEqualTo(Struct.of(Map.of()));
  }

  @Test
  void whatItGetsIsTheSameJobForFlyte() {
    PyTorchJob job = PyTorchJob.builder().worker(2).build();

    assertThat(job.kind().read(customForStockJflyte(job), 0).replicas()).isEqualTo(job.replicas());
  }

  static Stream<Arguments> richerJobs() {
    return Stream.of(
        richer("master.image is \"m\"", job -> job.master(m -> m.image("m"))),
        richer("worker.limits is gpu=1", job -> job.worker(w -> w.limits(l -> l.gpu(1)))),
        richer(
            "worker.restartPolicy is ON_FAILURE",
            job -> job.worker(w -> w.restartPolicy(ON_FAILURE))),
        richer("runPolicy.backoffLimit is 3", job -> job.runPolicy(r -> r.backoffLimit(3))));
  }

  @ParameterizedTest
  @MethodSource("richerJobs")
  void isRefusedWhatItWouldLose(String field, UnaryOperator<PyTorchJob.Builder> richer) {
    PyTorchJob job = richer.apply(PyTorchJob.builder().worker(2)).build();

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> customForStockJflyte(job))
        .withMessage(field + REFUSED + "leave it out");
    assertThat(SdkStructs.structOf(TaskCustom.of(job, SdkResources.empty())))
        .isEqualTo(SdkStructs.structOf(job.kind().write(job.cluster())));
  }

  @Test
  void isRefusedElasticJobs() {
    Elastic job = Elastic.builder().nnodes("1:3").build();

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> ProjectClosure.ask(() -> TaskCustom.of(job, SdkResources.empty())))
        .withMessage("nnodes is \"1:3\"" + REFUSED + "use nnodes 1 for a plain task");
  }

  @Test
  void getsNothingOfAPlainTaskAsOthersDo() {
    Elastic plain = Elastic.builder().nprocPerNode(4).build();

    assertThat(
            ProjectClosure.ask(
                () -> SdkStructs.structOf(TaskCustom.of(plain, SdkResources.empty()))))
        .isEqualTo(Struct.of(Map.of()));
    assertThat(SdkStructs.structOf(TaskCustom.of(plain, SdkResources.empty())))
        .isEqualTo(Struct.of(Map.of()));
  }

  private static Arguments richer(String field, UnaryOperator<PyTorchJob.Builder> job) {
    return Arguments.of(field, job);
  }

  private static Struct customForStockJflyte(PyTorchJob job) {
    return ProjectClosure.ask(() -> SdkStructs.structOf(TaskCustom.of(job, SdkResources.empty())));
  }
}
