package com.acme;

import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

public final class Train extends TensorflowTask<Train.Input, Train.Output> {
  public record Input(SdkBindingData<Long> steps) {}

  public record Output(SdkBindingData<Long> done) {}

  public Train() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder()
            .worker(w -> w.replicas(1).requests(r -> r.gpu(1)))
            .ps(p -> p.replicas(1).requests(r -> r.gpu(1)))
            .build());
  }

  @Override
  public Output run(Input input) {
    System.out.println("größer");
    return new Output(SdkBindingDataFactory.of(2 * input.steps().get()));
  }
}
