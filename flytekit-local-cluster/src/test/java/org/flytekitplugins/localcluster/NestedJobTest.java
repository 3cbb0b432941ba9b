package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A job that is started by a program which is a replica of another. */
@DisabledOnOs(OS.WINDOWS)
class NestedJobTest {
  /** Prints what the only replica of a job finds in its environment. */
  static final class Inner {
    public static void main(String[] arguments) throws Exception {
      LocalCluster cluster =
          LocalCluster.builder()
              .cluster(ClusterText.cluster("worker:1"))
              .program(
                  Program.command("sh", "-c", "echo \"<$FLYTEKIT_STORAGE> <$TF_CONFIG> <$OTHER>\""))
              .output(LogOutput.none())
              .build();
      try (LocalJob job = cluster.start()) {
        job.await(Duration.ofSeconds(30));
        job.lastLines(Replica.parse("worker-0")).forEach(System.out::println);
      }
    }
  }

  @Test
  void hasNeitherTheStorageNorTheTfConfigOfTheOther() throws Exception {
    ProcessBuilder replica =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Inner.class.getName())
            .redirectErrorStream(true);
    replica
        .environment()
        .putAll(
            Map.of("FLYTEKIT_STORAGE", "/outer", "TF_CONFIG", "{\"outer\": 1}", "OTHER", "kept"));

    Process process = replica.start();
    List<String> lines;
    try (BufferedReader reader = process.inputReader()) {
      lines = reader.lines().toList();
    }

    assertThat(lines).singleElement().asString().contains("<kept>").doesNotContain("outer");
    assertThat(process.waitFor()).isZero();
  }
}
