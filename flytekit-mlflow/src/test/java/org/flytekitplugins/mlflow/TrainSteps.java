package org.flytekitplugins.mlflow;

import java.util.Arrays;
import java.util.Map;
import org.flyte.flytekit.SdkBindingData;
import org.flyte.flytekit.SdkBindingDataFactory;
import org.flyte.flytekit.SdkLiteralTypes;
import org.flytekitplugins.report.ProgressLog;
import org.flytekitplugins.spi.TrainingParameters;
import org.flytekitplugins.tensorflow.TensorflowTask;
import org.flytekitplugins.tensorflow.TfJob;

/** A training with a loop of its own, of as many steps as it is told: how long they took. */
public final class TrainSteps extends TensorflowTask<SdkBindingData<Long>, SdkBindingData<String>> {
  private static final long serialVersionUID = 1L;

  /** The variable for how many steps there are to a report; 1 unless set. */
  static final String REPORT_EVERY = "REPORT_EVERY";

  /** About a millisecond of work. */
  private static final int WORK = 400_000;

  public TrainSteps() {
    super(
        SdkLiteralTypes.integers().asSdkType("steps"),
        SdkLiteralTypes.strings().asSdkType("took"),
        TfJob.builder().worker(1).build());
  }

  @Override
  public SdkBindingData<String> run(SdkBindingData<Long> input) {
    // snippet: parameters
    TrainingParameters.current().put("optimizer", "Adam");
    // end
    int steps = Math.toIntExact(input.get());
    int every = Integer.parseInt(System.getenv().getOrDefault(REPORT_EVERY, "1"));
    long[] nanos = new long[steps];
    long start = System.nanoTime();
    for (int step = 0; step < steps; step++) {
      long began = System.nanoTime();
      double loss = work(step);
      if (step % every == 0) {
        // snippet: step
        ProgressLog.current().step(step, Map.of("loss", loss, "accuracy", 1 - loss));
        // end
      }
      nanos[step] = System.nanoTime() - began;
    }
    long all = System.nanoTime() - start;
    Arrays.sort(nanos);
    return SdkBindingDataFactory.of(
        String.format(
            "%.1f %.1f %.1f",
            all / 1e3 / steps, nanos[steps / 2] / 1e3, nanos[steps * 99 / 100] / 1e3));
  }

  private static double work(int step) {
    double x = step + 1;
    for (int i = 0; i < WORK; i++) {
      x = x * 0.999999 + 1e-9;
    }
    return x * 1e-12 + 1.0 / (step + 2);
  }
}
