package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkRunnableTask;

/** The training of {@link TrainDigits} in a larger size: the same code, another job. */
@AutoService(SdkRunnableTask.class)
public final class TrainDigitsLarge extends TrainDigits {
  /** The task: eight larger workers and two parameter servers, and the rest as it was. */
  public TrainDigitsLarge() {
    super(
        new TrainDigits()
            .job().toBuilder()
                .worker(
                    w ->
                        w.replicas(8)
                            .requests(r -> r.cpu("4").memory("8Gi"))
                            .limits(l -> l.cpu("4").memory("8Gi")))
                .ps(2)
                .build());
  }
}
