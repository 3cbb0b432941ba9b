import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.localcluster.LocalCluster;
import org.flytekitplugins.localcluster.LocalJob;
import org.flytekitplugins.localcluster.LogOutput;
import org.flytekitplugins.localcluster.Program;

/**
 * How long a job of 20 trivial replicas takes to start, until each of them has said so, how much of
 * a processor this process takes while they idle, and how long they take to stop. The aims: under
 * 3 s on 2 cores, under 1 %.
 */
final class StartAndIdle {
  private static final int REPLICAS = 20;
  private static final Duration IDLE = Duration.ofSeconds(30);

  private StartAndIdle() {}

  public static void main(String[] arguments) throws Exception {
    TrainingCluster cluster =
        TrainingCluster.of(
            Map.of(ReplicaType.WORKER, ReplicaSpec.of(REPLICAS)), RunPolicy.empty());
    LocalCluster local =
        LocalCluster.builder()
            .cluster(cluster)
            .program(Program.command("sh", "-c", "echo up; exec sleep 1000"))
            .output(LogOutput.none())
            .build();
    for (int round = 1; round <= 3; round++) {
      long before = System.nanoTime();
      LocalJob job = local.start();
      while (job.replicas().keySet().stream().anyMatch(r -> job.lastLines(r).isEmpty())) {
        Thread.sleep(1);
      }
      report("start of " + REPLICAS + " replicas", seconds(before), "s");
      if (round == 3) {
        Thread.sleep(2000);
        long cpu = cpuNanos();
        long idle = System.nanoTime();
        Thread.sleep(IDLE.toMillis());
        report(
            "processor while idle",
            100.0 * (cpuNanos() - cpu) / (System.nanoTime() - idle),
            "% of one core");
      }
      before = System.nanoTime();
      job.close();
      report("close", seconds(before), "s");
    }
  }

  /** What this process and its guard have used; the replicas themselves sleep. */
  private static long cpuNanos() {
    long children =
        ProcessHandle.current()
            .children()
            .mapToLong(c -> c.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
            .sum();
    return children
        + ((com.sun.management.OperatingSystemMXBean)
                ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
  }

  private static double seconds(long before) {
    return (System.nanoTime() - before) / 1e9;
  }

  private static void report(String what, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-24s %7.3f %s%n", what, value, unit);
  }
}
