package org.flytekitplugins.jflyte.image.archive.trial;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;

/** Counts on. */
@AutoService(SdkRunnableTask.class)
@SuppressWarnings("rawtypes") // the service is the raw type
public final class PlainTask extends SdkRunnableTask<PlainTask.Count, PlainTask.Count> {
  private static final long serialVersionUID = 1L;

  /** A number. */
  public record Count(SdkBindingData<Long> x) {}

  /** Made by {@code ServiceLoader}. */
  public PlainTask() {
    super(JacksonSdkType.of(Count.class), JacksonSdkType.of(Count.class));
  }

  @Override
  public Count run(Count input) {
    return new Count(SdkBindingDataFactory.of(input.x().get() + 1));
  }
}
