package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import java.util.Locale;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** Rejects a model that is not good enough. */
@AutoService(SdkRunnableTask.class)
public final class RejectModel extends SdkRunnableTask<RejectModel.Input, Verdict> {
  /** How good the model is. */
  public record Input(SdkBindingData<Double> accuracy) {}

  /** The task. */
  public RejectModel() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Verdict.class));
  }

  @Override
  public Verdict run(Input input) {
    return new Verdict(
        SdkBindingDataFactory.of(
            String.format(
                Locale.ROOT,
                "rejected: accuracy %.4f is below %.2f",
                input.accuracy().get(),
                DigitsWorkflow.GOOD_ENOUGH)));
  }
}
