package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRunnableTask;

/** A task of one variable each way, without a class for it. */
@AutoService(SdkRunnableTask.class)
public final class UnaryTask extends SdkRunnableTask<SdkBindingData<Long>, SdkBindingData<Long>> {
  /** The task. */
  public UnaryTask() {
    super(
        SdkLiteralTypes.integers().asSdkType("number", "any number"),
        SdkLiteralTypes.integers().asSdkType("number"));
  }

  @Override
  public SdkBindingData<Long> run(SdkBindingData<Long> input) {
    return SdkBindingDataFactory.of(input.get() + 1);
  }
}
