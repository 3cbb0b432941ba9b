package org.flytekitplugins.examples.divergence;

import com.google.auto.service.AutoService;
import java.util.Arrays;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flyte.flytekit.SdkRunnableTask;
import org.flytekitplugins.examples.digits.DigitsNetwork;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;
import org.flytekitplugins.tensorflow.distributed.DistributedTraining;
import org.flytekitplugins.tensorflow.distributed.Divergence;
import org.flytekitplugins.tensorflow.distributed.Examples;
import org.flytekitplugins.tensorflow.distributed.Optimizer;
import org.tensorflow.ndarray.Shape;

/**
 * A training on a parameter server, in which the loss of one worker's rows is above the bound from
 * the first step on, and that of the primary never is.
 */
@AutoService(SdkRunnableTask.class)
public final class TrainWithOneSpoiledShard
    extends TensorflowTask<SdkBindingData<Long>, SdkBindingData<Long>> {
  private static final long serialVersionUID = 1L;

  private static final int ROWS = 64;
  private static final int PIXELS = 64;

  public TrainWithOneSpoiledShard() {
    super(
        SdkLiteralTypes.integers().asSdkType("steps"),
        SdkLiteralTypes.integers().asSdkType("done"),
        TfJob.builder()
            .chief(
                c ->
                    c.requests(r -> r.cpu("1").memory("2Gi"))
                        .restartPolicy(RestartPolicy.ON_FAILURE))
            .worker(
                w ->
                    w.replicas(2)
                        .requests(r -> r.cpu("1").memory("2Gi"))
                        .restartPolicy(RestartPolicy.ON_FAILURE))
            .ps(
                p ->
                    p.replicas(1)
                        .requests(r -> r.cpu("1").memory("2Gi"))
                        .restartPolicy(RestartPolicy.ON_FAILURE))
            .build());
  }

  /** Flyte would try again, if it were told that this helps. */
  @Override
  public int getRetries() {
    return 2;
  }

  @Override
  public SdkBindingData<Long> run(SdkBindingData<Long> steps) {
    boolean isSpoiled = TrainingContext.current().replica().toString().equals("worker-1");
    float[] pixels = new float[ROWS * PIXELS];
    Arrays.fill(pixels, isSpoiled ? 1e6f : 0.5f);
    return SdkBindingDataFactory.of(
        DistributedTraining.builder()
            .model(DigitsNetwork::define)
            .optimizer(Optimizer.sgd(1e-12f))
            .batches(
                Examples.builder()
                    .floats("pixels", Shape.of(PIXELS), pixels)
                    .longs("digit", Shape.scalar(), new long[ROWS])
                    .build()
                    .batches(8))
            .divergence(Divergence.above(1000))
            .steps(steps.get())
            .build()
            .run()
            .steps());
  }
}
