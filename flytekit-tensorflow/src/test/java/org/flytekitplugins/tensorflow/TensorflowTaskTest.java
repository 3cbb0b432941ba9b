package org.flytekitplugins.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.flyte.api.v1.RunnableTask;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.flytekitplugins.tensorflow.fixtures.DigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.Discovered;
import org.flytekitplugins.tensorflow.fixtures.LargeDigitsTraining;
import org.flytekitplugins.tensorflow.fixtures.NightlyTraining;
import org.flytekitplugins.tensorflow.fixtures.TunedTraining;
import org.junit.jupiter.api.Test;

/** What Flyte and flytekit-java see of a training task. */
class TensorflowTaskTest {
  private final DigitsTraining task = new DigitsTraining();

  @Test
  void isOfTheTypeThatFlytesBackendPluginHandles() {
    assertThat(task.getType()).isEqualTo("tensorflow");
    assertThat(task.getTaskTypeVersion()).isEqualTo(1);
  }

  @Test
  void isFoundAsAPlainServiceOfFlytekitJava() {
    assertThat(ServiceLoader.load(SdkRunnableTask.class))
        .extracting(Object::getClass)
        .contains(
            DigitsTraining.class,
            LargeDigitsTraining.class,
            NightlyTraining.class,
            TunedTraining.class);
  }

  @Test
  void isRegisteredWithItsJob() {
    RunnableTask registered = Discovered.runnableTasks().get(DigitsTraining.class.getName());

    assertThat(registered.getType()).isEqualTo("tensorflow");
    assertThat(registered.getName()).isEqualTo(DigitsTraining.class.getName());
    assertThat(registered.getInterface().inputs()).containsOnlyKeys("epochs");
    assertThat(registered.getInterface().outputs()).containsOnlyKeys("model");
    assertThat(OrderedJson.of(registered.getCustom())).isEqualTo(OrderedJson.of(task.job()));
  }

  @Test
  void givesTheNewerFormOfTheCustomFieldWhoeverAsksButStockJflyte() {
    assertThat(OrderedJson.of(new NightlyTraining().getCustom()))
        .isEqualTo(OrderedJson.of(new NightlyTraining().job()))
        .contains("\"workerReplicas\"");
  }

  @Test
  void keepsItsJobThroughSerialization() throws IOException, ClassNotFoundException {
    DigitsTraining copy = (DigitsTraining) deserialize(serialize(task));

    assertThat(copy.job()).isEqualTo(task.job());
    assertThat(copy.job().cluster()).isEqualTo(task.job().cluster());
    assertThat(OrderedJson.of(copy.getCustom())).isEqualTo(OrderedJson.of(task.getCustom()));
    assertThat(copy.getTaskTypeVersion()).isEqualTo(1);
  }

  @Test
  void hasTwoSizes() {
    TfJob large = new LargeDigitsTraining().job();

    assertThat(large)
        .isEqualTo(
            task.job().toBuilder()
                .worker(w -> w.replicas(16).requests(r -> r.cpu("8").memory("32Gi")))
                .build())
        .isNotEqualTo(task.job());
  }

  @Test
  void leavesOpenWhatItDoesNotSay() {
    TaskTemplateExtension extension = task;

    assertThat(extension.getEnv()).isEmpty();
    assertThat(extension.getInterruptible()).isNull();
    assertThat(extension.getTimeout()).isNull();
    assertThat(extension.getPodTemplateName()).isNull();
    assertThat(extension.getSecrets()).isEmpty();
    assertThat(extension.getAccelerator()).isNull();
    assertThat(extension.getSharedMemory()).isNull();
    assertThat(extension.getHeapPercentage()).isEqualTo(25);
    assertThat(extension.getSuppressedFindings()).isEmpty();
  }

  @Test
  void hasItsOwnWordOnEverythingTheExtensionCarries() {
    TaskTemplateExtension extension = new TunedTraining();

    assertThat(extension.getTaskTypeVersion()).isEqualTo(1);
    assertThat(extension.getEnv()).isEqualTo(Map.of("TF_CPP_MIN_LOG_LEVEL", "2"));
    assertThat(extension.getInterruptible()).isTrue();
    assertThat(extension.getTimeout()).isEqualTo(Duration.ofHours(6));
    assertThat(extension.getPodTemplateName()).isEqualTo("gpu-nodes");
    assertThat(extension.getSecrets())
        .isEqualTo(
            List.of(Secret.asEnvironment("wandb", "api-key"), Secret.asFile("gcs", "key.json")));
    assertThat(extension.getAccelerator()).isEqualTo(Accelerator.of("nvidia-tesla-a100", "1g.5gb"));
    assertThat(extension.getSharedMemory()).isEqualTo(SharedMemory.ofSizeLimit("2Gi"));
    assertThat(extension.getHeapPercentage()).isEqualTo(40);
    assertThat(extension.getSuppressedFindings())
        .isEqualTo(Map.of("no-retries", "a run of seconds"));
  }

  @Test
  void needsAJob() {
    assertThatNullPointerException().isThrownBy(WithoutJob::new).withMessage("job");
  }

  private static byte[] serialize(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  private static Object deserialize(byte[] bytes) throws IOException, ClassNotFoundException {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }

  private static final class WithoutJob extends TensorflowTask<Void, Void> {
    private static final long serialVersionUID = 1L;

    WithoutJob() {
      super(SdkTypes.nulls(), SdkTypes.nulls(), null);
    }

    @Override
    public Void run(Void nothing) {
      return null;
    }
  }
}
