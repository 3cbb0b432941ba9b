package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.spi.TaskContext;
import org.jspecify.annotations.Nullable;

/** Says with which inputs a training has failed, so that somebody can try them again. */
@AutoService(SdkRunnableTask.class)
public final class NoteFailure extends SdkRunnableTask<NoteFailure.Input, @Nullable Void> {
  /** What the training was started with. */
  public record Input(SdkBindingData<Long> steps, SdkBindingData<Long> seed) {}

  /** The task. */
  public NoteFailure() {
    super(JacksonSdkType.of(Input.class), SdkTypes.nulls());
  }

  @Override
  public @Nullable Void run(Input input) {
    // snippet: context
    String execution =
        TaskContext.current().execution().map(id -> "execution " + id.name()).orElse("it");
    // end
    System.out.printf(
        "%s failed with %d steps and seed %d%n",
        execution, input.steps().get(), input.seed().get());
    return null;
  }
}
