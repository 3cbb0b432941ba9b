package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is the same for every framework names none: what differs is asked of a kind of job. */
class GenericRoomsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final List<String> ROOMS =
      List.of(
          "flytekit-task-spi",
          "flytekit-kubeflow",
          "flytekit-kubeflow-resources",
          "flytekit-training-report",
          "flytekit-allreduce",
          "flytekit-local-cluster",
          "flytekit-mlflow",
          "flytekit-client",
          "jflyte/runtime",
          "jflyte/registration",
          "jflyte/local",
          "jflyte/command",
          "jflyte/testing");

  private static final Pattern FRAMEWORK =
      Pattern.compile(
          "(?i:tensorflow|tf_?config|tfjob|pytorch|mpijob|horovod)|\\btorch|Torch|TORCH");

  /** Each with its reason. */
  private static final List<String> ALLOWED =
      List.of(
          // The variables of launchers of all kinds, to refuse those that nobody here understands.
          "\"JOB_COMPLETION_INDEX\", \"RANK\", \"TF_CONFIG\", \"WORLD_SIZE\"");

  @Test
  void genericRoomsNameNoFramework() throws IOException {
    List<String> named = new ArrayList<>();
    for (String room : ROOMS) {
      Path sources = ROOT.resolve(room).resolve("src/main/java");
      assertThat(sources).isDirectory();
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
          if (ALLOWED.stream().noneMatch(file.getFileName().toString()::startsWith)) {
            collect(file, named);
          }
        }
      }
    }

    assertThat(named).isEmpty();
  }

  private static void collect(Path file, List<String> named) throws IOException {
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (FRAMEWORK.matcher(line).find() && ALLOWED.stream().noneMatch(line::contains)) {
        named.add(ROOT.relativize(file) + ":" + (i + 1) + ": " + line.strip());
      }
    }
  }
}
