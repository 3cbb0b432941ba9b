package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import java.util.Locale;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** Publishes a model that is good enough. Here that is to say where it lies. */
@AutoService(SdkRunnableTask.class)
public final class PublishModel extends SdkRunnableTask<PublishModel.Input, Verdict> {
  /** The model and how good it is. */
  public record Input(SdkBindingData<Blob> model, SdkBindingData<Double> accuracy) {}

  /** The task. */
  public PublishModel() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Verdict.class));
  }

  @Override
  public Verdict run(Input input) {
    return new Verdict(
        SdkBindingDataFactory.of(
            String.format(
                Locale.ROOT,
                "published: accuracy %.4f, model at %s",
                input.accuracy().get(),
                input.model().get().uri())));
  }
}
