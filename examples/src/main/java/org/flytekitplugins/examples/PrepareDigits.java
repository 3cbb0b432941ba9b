package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flyte.api.v1.Blob;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.kubeflow.StoredBlob;

/** Splits the handwritten digits into those to train on and those to evaluate with. */
@AutoService(SdkRunnableTask.class)
public final class PrepareDigits
    extends SdkRunnableTask<PrepareDigits.Input, PrepareDigits.Output> {
  private static final double HELD_OUT = 0.2;

  /** What the split starts from. */
  public record Input(SdkBindingData<Long> seed) {}

  /** The two parts, as files of digits. */
  public record Output(SdkBindingData<Blob> training, SdkBindingData<Blob> heldOut) {}

  /** The task. */
  public PrepareDigits() {
    super(JacksonSdkType.of(Input.class), JacksonSdkType.of(Output.class));
  }

  @Override
  public Output run(Input input) {
    Digits.Split split = Digits.load().split(HELD_OUT, input.seed().get());
    return new Output(
        store(split.training(), "training.csv.gz"), store(split.heldOut(), "held-out.csv.gz"));
  }

  private static SdkBindingData<Blob> store(Digits digits, String name) {
    try {
      Path folder = Files.createTempDirectory("digits-");
      Path file = folder.resolve(name);
      try {
        digits.writeTo(file);
        return StoredBlob.upload(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name, e);
    }
  }
}
