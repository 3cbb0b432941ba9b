package org.flytekitplugins.examples.docs;

import java.util.List;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.Secrets;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** A training that needs a secret. */
public final class TrainWithSecret
    extends TensorflowTask<TrainWithSecret.Input, TrainWithSecret.Output> {
  public record Input(SdkBindingData<Long> epochs) {}

  public record Output(SdkBindingData<Long> keyLength) {}

  public TrainWithSecret() {
    super(
        JacksonSdkType.of(Input.class),
        JacksonSdkType.of(Output.class),
        TfJob.builder().worker(w -> w.requests(r -> r.cpu("1").memory("2Gi"))).build());
  }

  // snippet: secret
  private static final Secret API_KEY = Secret.of("wandb", "api_key");

  @Override
  public List<Secret> getSecrets() {
    return List.of(API_KEY);
  }

  @Override
  public Output run(Input input) {
    String apiKey = Secrets.current().get(API_KEY);
    // end
    return new Output(SdkBindingDataFactory.of(apiKey.length()));
  }
}
