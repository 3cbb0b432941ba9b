package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.examples.TrainDigitsLarge;
import org.flytekitplugins.spi.Secrets;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/training-task.md, the README and the reference show. */
class ReadmeTaskTest {
  @Test
  void theTasksOfThePageDescribeOneJob() {
    assertThat(new TrainModelInKotlin().job()).isEqualTo(new TrainModel().job());
    assertThat(JobInKotlinKt.getJob()).isEqualTo(new TrainModel().job());
  }

  @Test
  void theJobOfTheReadmeIsTheirsWithoutARunPolicy() {
    assertThat(ReadmeJob.job().replicas()).isEqualTo(new TrainModel().job().replicas());
  }

  @Test
  void theLargerJobOfThePageDiffersInWhatItSays() {
    assertThat(JobInKotlinKt.getLargeJob())
        .isEqualTo(
            new TrainModel()
                .job().toBuilder()
                    .worker(w -> w.replicas(8).image("{{.image.gpu}}").limits(l -> l.gpu(1)))
                    .build());
  }

  static Stream<TensorflowTask<?, ?>> shownTrainings() {
    return Stream.of(
        new TrainModel(),
        new TrainModelInKotlin(),
        new TrainDigits(),
        new TrainDigitsLarge(),
        new TrainWithSecret(),
        new org.flytekitplugins.examples.kotlin.TrainDigits());
  }

  /** Flyte gives a role without cpu and memory what the platform has: often 200Mi, and it dies. */
  @ParameterizedTest
  @MethodSource("shownTrainings")
  void noRoleOfAShownTrainingGetsThePlatformsMemoryByAccident(TensorflowTask<?, ?> task) {
    assertThat(task.job().replicas())
        .allSatisfy(
            (role, spec) ->
                assertThat(spec.requests().quantities())
                    .containsKeys(ResourceName.CPU, ResourceName.MEMORY));
  }

  @Test
  void norDoesOneOfTheShownContainerTask() {
    assertThat(new TrainInPython().getResources().requests())
        .containsKeys(ResourceName.CPU, ResourceName.MEMORY);
  }

  @Test
  void theTaskOfThePageRuns() {
    TrainModel.Output output =
        new TrainModel().run(new TrainModel.Input(SdkBindingDataFactory.of(3)));
    assertThat(output.model().get()).isEqualTo("worker-0 trained 3");
  }

  @Test
  void aTestGivesTheTaskOfThePageItsSecret() {
    try (Secrets.Installation installed = Secrets.install(secret -> "s3cret")) {
      assertThat(installed).isNotNull();
      TrainWithSecret.Output output =
          new TrainWithSecret().run(new TrainWithSecret.Input(SdkBindingDataFactory.of(3)));
      assertThat(output.keyLength().get()).isEqualTo(6);
    }
  }
}
