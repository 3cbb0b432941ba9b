package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A class path of more jars than a system takes on a command line. */
@DisabledOnOs(OS.WINDOWS)
class LongCommandLineTest {
  private static final List<String> ARGUMENTS =
      List.of("a b", "", "\"\"", "it's", "#", "c:\\d", "@e", "line\nbreak", "tab\t");

  /** Prints its arguments. */
  static final class Echo {
    public static void main(String[] arguments) {
      for (String argument : arguments) {
        System.out.println("[" + argument.replace("\n", "\\n") + "]");
      }
    }
  }

  @Test
  void isNoReasonNotToStart() throws Exception {
    List<Path> classPath =
        new ArrayList<>(
            Stream.of(System.getProperty("java.class.path").split(":", -1)).map(Path::of).toList());
    IntStream.range(0, 5000)
        .mapToObj(i -> Path.of("/no/such/folder/of jars/with-a-long-name", "library-" + i + ".jar"))
        .forEach(classPath::add);

    assertThat(output(classPath)).isEqualTo(output(classPath.subList(0, 5)));
  }

  private static List<String> output(List<Path> classPath) throws Exception {
    LocalCluster cluster =
        LocalCluster.builder()
            .cluster(ClusterText.cluster("worker:1"))
            .program(
                Program.mainClass(Echo.class.getName(), classPath, List.of("-Xmx64m"), ARGUMENTS))
            .output(LogOutput.none())
            .build();
    try (LocalJob job = cluster.start()) {
      assertThat(job.await(Duration.ofSeconds(60))).as(job.failure()).isEqualTo(JobState.SUCCEEDED);
      List<String> lines = job.lastLines(Replica.parse("worker-0"));
      assertThat(lines).hasSize(ARGUMENTS.size());
      return lines;
    }
  }
}
