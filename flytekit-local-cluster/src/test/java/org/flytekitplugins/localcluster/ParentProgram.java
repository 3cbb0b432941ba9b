package org.flytekitplugins.localcluster;

import java.time.Duration;
import org.flytekitplugins.kubeflow.ClusterText;

/** A program that starts a job and ends in some way, without closing the job. */
final class ParentProgram {
  private ParentProgram() {}

  public static void main(String[] arguments) throws Exception {
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(ClusterText.cluster(arguments[1]))
            .program(Program.command("sh", "-c", arguments[2]))
            .gracePeriod(Duration.ofMillis(500))
            .restartDelayScale(0)
            .output(LogOutput.none())
            .build();
    LocalJob job = cluster.start();
    System.out.println(job.addresses().values());
    switch (arguments[0]) {
      case "sleep" -> Thread.sleep(60_000);
      case "freeze and sleep" -> {
        job.replicas().keySet().forEach(job::freeze);
        System.out.println("frozen");
        Thread.sleep(60_000);
      }
      case "return" -> System.in.read();
      case "throw" -> {
        System.in.read();
        throw new IllegalStateException("from the test");
      }
      case "exit" -> {
        System.in.read();
        System.exit(3);
      }
      case "halt" -> {
        System.in.read();
        Runtime.getRuntime().halt(4);
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }
}
