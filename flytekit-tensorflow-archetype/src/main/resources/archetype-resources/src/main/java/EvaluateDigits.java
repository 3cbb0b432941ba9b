package ${package};

import com.google.auto.service.AutoService;
import java.util.Map;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.kubeflow.StoredBlob;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Measures a trained model on digits that its training never saw. */
@AutoService(SdkRunnableTask.class)
public final class EvaluateDigits
    extends SdkRunnableTask<EvaluateDigits.Input, EvaluateDigits.Output> {
  /** The model. */
  public record Input(SdkBindingData<Blob> model) {}

  /** The share of the digits that it recognizes, 0 to 1. */
  public record Output(SdkBindingData<Double> accuracy) {}

  /** The task. */
  public EvaluateDigits() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  public Output run(Input input) {
    Digits rows = Digits.heldOut();
    String folder = StoredBlob.download(input.model()).toString();
    try (SavedModelBundle model = SavedModelBundle.load(folder, "serve");
        TFloat32 pixels =
            TFloat32.tensorOf(
                Shape.of(rows.labels().length, Digits.PIXELS), DataBuffers.of(rows.pixels()));
        Result result =
            model.function(Signature.DEFAULT_KEY).call(Map.of(DigitsNetwork.PIXELS, pixels))) {
      TInt64 predicted = (TInt64) result.get(DigitsNetwork.DIGIT).orElseThrow();
      int right = 0;
      for (int row = 0; row < rows.labels().length; row++) {
        right += predicted.getLong(row) == rows.labels()[row] ? 1 : 0;
      }
      return new Output(SdkBindingDataFactory.of((double) right / rows.labels().length));
    }
  }
}
