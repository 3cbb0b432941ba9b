package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.examples.digits.DigitsModel;
import org.flytekitplugins.kubeflow.StoredBlob;

/** Measures a trained model on digits that its training never saw. */
@AutoService(SdkRunnableTask.class)
public final class EvaluateDigits
    extends SdkRunnableTask<EvaluateDigits.Input, EvaluateDigits.Output> {
  /** The model, and the rows to measure it on. */
  public record Input(SdkBindingData<Blob> model, SdkBindingData<Blob> heldOut) {}

  /** The share of the rows that the model recognises, 0 to 1. */
  public record Output(SdkBindingData<Double> accuracy) {}

  /** The task. */
  public EvaluateDigits() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  public Output run(Input input) {
    try (DigitsModel model = DigitsModel.load(StoredBlob.download(input.model()))) {
      Digits heldOut = Digits.readFrom(StoredBlob.download(input.heldOut()));
      return new Output(SdkBindingDataFactory.of(model.accuracy(heldOut)));
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be evaluated: " + e.getMessage(), e);
    }
  }
}
