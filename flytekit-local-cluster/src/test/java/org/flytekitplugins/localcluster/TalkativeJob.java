package org.flytekitplugins.localcluster;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import org.flytekitplugins.kubeflow.ClusterText;

/** A program that runs a job whose replica writes three megabytes. */
final class TalkativeJob {
  private TalkativeJob() {}

  /** Shows what the replica writes, and then the state of the job. */
  public static void main(String[] arguments) throws Exception {
    PrintStream shown = new PrintStream(System.out, true, Charset.defaultCharset());
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:1"))
            .program(LostOutputTest.TALKATIVE)
            .output(LogOutput.plain(shown))
            .logFolder(Path.of(arguments[0]))
            .build();
    LocalJob job = cluster.start();
    try (job) {
      job.await(Duration.ofSeconds(30));
    }
    shown.println(job.state());
  }
}
