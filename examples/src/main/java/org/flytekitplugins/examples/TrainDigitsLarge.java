package org.flytekitplugins.examples;

import com.google.auto.service.AutoService;
import org.flyte.flytekit.SdkRunnableTask;
import org.flytekitplugins.kubeflow.CleanPodPolicy;

/** The training of {@link TrainDigits} in a larger size: the same code, another job. */
@AutoService(SdkRunnableTask.class)
public final class TrainDigitsLarge extends TrainDigits {
  /** The task: eight workers, two parameter servers and an evaluator. */
  public TrainDigitsLarge() {
    super(
        new TrainDigits()
            .job().toBuilder()
                .worker(
                    w ->
                        w.replicas(8)
                            .requests(r -> r.cpu("4").memory("8Gi"))
                            .limits(l -> l.cpu("4").memory("8Gi")))
                .ps(p -> p.replicas(2).requests(r -> r.cpu("2").memory("4Gi")))
                .evaluator(1)
                .runPolicy(r -> r.cleanPodPolicy(CleanPodPolicy.ALL))
                .build());
  }
}
