package org.flytekitplugins.jflyte.golden;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkRunnableTask;
import org.flyte.flytekit.SdkTypes;
import org.jspecify.annotations.Nullable;

/** A task with neither input nor output. */
@AutoService(SdkRunnableTask.class)
public final class QuietTask extends SdkRunnableTask<Void, Void> {
  /** The task. */
  public QuietTask() {
    super(SdkTypes.nulls(), SdkTypes.nulls());
  }

  @Override
  public @Nullable Void run(@Nullable Void input) {
    return null;
  }
}
