package org.flytekitplugins.localcluster;

import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressLog;

/** A replica that says who it is, and then makes so many steps of so many milliseconds. */
final class Trainer {
  private Trainer() {}

  public static void main(String[] arguments) throws InterruptedException {
    TrainingContext context = TrainingContext.current();
    System.out.println("I am " + context.replica() + " of " + context.addresses());
    ProgressLog progress = ProgressLog.current();
    for (int step = 1; step <= Integer.parseInt(arguments[0]); step++) {
      Thread.sleep(Long.parseLong(arguments[1]));
      progress.step(step, Map.of("loss", 1.0 / step));
    }
  }
}
