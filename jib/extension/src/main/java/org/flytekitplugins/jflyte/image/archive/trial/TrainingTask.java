package org.flytekitplugins.jflyte.image.archive.trial;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.jackson.JacksonSdkType;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** Trains nothing, as the only worker. */
@AutoService(SdkRunnableTask.class)
@SuppressWarnings("rawtypes") // the service is the raw type
public final class TrainingTask extends TensorflowTask<PlainTask.Count, PlainTask.Count> {
  private static final long serialVersionUID = 1L;

  /** Made by {@code ServiceLoader}. */
  public TrainingTask() {
    super(
        JacksonSdkType.of(PlainTask.Count.class),
        JacksonSdkType.of(PlainTask.Count.class),
        TfJob.builder().worker(1).build());
  }

  @Override
  public PlainTask.Count run(PlainTask.Count input) {
    return new PlainTask.Count(SdkBindingDataFactory.of(input.x().get() + 1));
  }
}
