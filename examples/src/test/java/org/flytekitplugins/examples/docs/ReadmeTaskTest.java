package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.flyte.flytekit.SdkBindingDataFactory;
import org.junit.jupiter.api.Test;

class ReadmeTaskTest {
  @Test
  void theTasksOfTheReadmeDescribeOneJob() {
    assertThat(new TrainModelInKotlin().job()).isEqualTo(new TrainModel().job());
    assertThat(JobInKotlinKt.jobInKotlin()).isEqualTo(new TrainModel().job());
  }

  @Test
  void theTaskOfTheReadmeRuns() {
    TrainModel.Output output =
        new TrainModel().run(new TrainModel.Input(SdkBindingDataFactory.of(3)));
    assertThat(output.model().get()).isEqualTo("worker-0 trained 3");
  }
}
