package org.flytekitplugins.jflyte.golden;

import static org.flytekitplugins.kubeflow.RestartPolicy.ON_FAILURE;

import com.google.auto.service.AutoService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkResources;
import org.flyte.flytekit.SdkResources.ResourceName;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.CleanPodPolicy;
import org.flytekitplugins.spi.Accelerator;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.SharedMemory;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** A training task with every field of a job and of the extension. */
@AutoService(SdkRunnableTask.class)
public final class TrainTask extends TensorflowTask<TrainTask.Input, TrainTask.Output> {
  /** What to train on. */
  public record Input(SdkBindingData<Blob> rows, SdkBindingData<Long> epochs) {}

  /** What came of it. */
  public record Output(SdkBindingData<Blob> model, SdkBindingData<Double> accuracy) {}

  /** The task. */
  public TrainTask() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .chief(c -> c.restartPolicy(ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2)
                        .image("{{.image.gpu}}")
                        .requests(r -> r.cpu("4").memory("8Gi").gpu(1))
                        .limits(l -> l.cpu("4").memory("8Gi").gpu(1).ephemeralStorage("20Gi"))
                        .restartPolicy(ON_FAILURE))
            .ps(p -> p.replicas(2).requests(r -> r.memory("2Gi")).restartPolicy(ON_FAILURE))
            .evaluator(1)
            .runPolicy(
                r ->
                    r.cleanPodPolicy(CleanPodPolicy.ALL)
                        .ttlAfterFinished(Duration.ofHours(1))
                        .activeDeadline(Duration.ofDays(1))
                        .backoffLimit(5))
            .build());
  }

  @Override
  public Map<String, String> getEnv() {
    return Map.of("TF_CPP_MIN_LOG_LEVEL", "2", "NCCL_DEBUG", "INFO");
  }

  @Override
  public Boolean getInterruptible() {
    return true;
  }

  @Override
  public Duration getTimeout() {
    return Duration.ofHours(12);
  }

  @Override
  public String getPodTemplateName() {
    return "training";
  }

  @Override
  public List<Secret> getSecrets() {
    return List.of(Secret.asEnvironment("warehouse", "token"), Secret.asFile("ssh", "id"));
  }

  @Override
  public Accelerator getAccelerator() {
    return Accelerator.of("nvidia-tesla-a100", "1g.5gb");
  }

  @Override
  public SharedMemory getSharedMemory() {
    return SharedMemory.ofSizeLimit("2Gi");
  }

  @Override
  public int getHeapPercentage() {
    return 40;
  }

  @Override
  public Map<String, String> getSuppressedFindings() {
    return Map.of("some-finding", "some reason");
  }

  @Override
  public SdkResources getResources() {
    return SdkResources.builder()
        .requests(Map.of(ResourceName.CPU, "1"))
        .limits(Map.of(ResourceName.MEMORY, "3Gi"))
        .build();
  }

  @Override
  public List<String> getCustomJavaToolOptions() {
    return List.of("-XX:+UseParallelGC");
  }

  @Override
  public int getRetries() {
    return 2;
  }

  @Override
  public Output run(Input input) {
    throw new UnsupportedOperationException("is described, never run");
  }
}
