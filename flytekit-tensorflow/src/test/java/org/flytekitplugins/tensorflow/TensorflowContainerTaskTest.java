package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flyte.api.v1.ContainerTask;
import org.flyte.api.v1.KeyValuePair;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.fixtures.Discovered;
import org.flytekitplugins.tensorflow.fixtures.PythonTraining;
import org.junit.jupiter.api.Test;

/** What Flyte and flytekit-java see of a training in an image of the user's own. */
class TensorflowContainerTaskTest {
  private final PythonTraining task = new PythonTraining();
  private final ContainerTask registered =
      Discovered.containerTasks().get(PythonTraining.class.getName());

  @Test
  void isOfTheTypeThatFlytesBackendPluginHandles() {
    assertThat(registered.getType()).isEqualTo("tensorflow");
    assertThat(task.getTaskTypeVersion()).isEqualTo(1);
  }

  @Test
  void isRegisteredWithItsContainer() {
    assertThat(registered.getImage()).isEqualTo("tensorflow/tensorflow:2.18.0");
    assertThat(registered.getCommand()).isEqualTo(List.of("python", "-m", "digits.train"));
    assertThat(registered.getArgs())
        .isEqualTo(List.of("--epochs", "{{.inputs.epochs}}", "--out", "{{.outputPrefix}}"));
    assertThat(registered.getEnv())
        .isEqualTo(List.of(KeyValuePair.of("TF_CPP_MIN_LOG_LEVEL", "2")));
    assertThat(registered.getInterface().inputs()).containsOnlyKeys("epochs");
    assertThat(registered.getInterface().outputs()).containsOnlyKeys("model");
  }

  @Test
  void isRegisteredWithItsJob() {
    assertThat(task.job())
        .isEqualTo(TfJob.builder().worker(w -> w.replicas(2).image("{{.image.gpu}}")).build());
    assertThat(OrderedJson.of(registered.getCustom())).isEqualTo(OrderedJson.of(task.job()));
  }

  @Test
  void itsEnvironmentIsTheExtensionsToo() {
    TaskTemplateExtension extension = task;

    assertThat(extension.getEnv()).isEqualTo(Map.of("TF_CPP_MIN_LOG_LEVEL", "2"));
  }
}
