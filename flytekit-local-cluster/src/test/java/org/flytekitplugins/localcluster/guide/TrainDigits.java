package org.flytekitplugins.localcluster.guide;

// snippet: program
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.flytekitplugins.kubeflow.TrainingContext;
import org.flytekitplugins.report.ProgressLog;

/** So many steps, with a checkpoint after each. */
public final class TrainDigits {
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int steps = Integer.parseInt(arguments[0]);
    TrainingContext context = TrainingContext.current();
    Path checkpoint = Path.of(arguments[1], context.replica() + ".checkpoint");
    int step = Files.exists(checkpoint) ? Integer.parseInt(Files.readString(checkpoint)) : 0;
    System.out.println("begin after step " + step);
    while (step < steps) {
      Thread.sleep(10); // learning happens here
      step++;
      Path next =
          Files.writeString(checkpoint.resolveSibling(context.replica() + ".next"), "" + step);
      Files.move(next, checkpoint, StandardCopyOption.ATOMIC_MOVE);
      ProgressLog.current().step(step, Map.of("loss", 1.0 / step));
    }
  }
}
// end
