package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.command.PlayedCluster.Outcome;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.testing.LocalFlyte2;
import org.flytekitplugins.jflyte.testing.PlayedExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/flyte-2.md, as they stand there, against a Flyte 2. */
@Timeout(120)
class FlyteTwoPageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "flyte-2.md");

  @TempDir Path folder;

  @Test
  void commandsDoWhatThePageSays() throws Exception {
    TaskPackages.in(folder.resolve("package")).task("Next", "return x + 1;").build();
    try (LocalFlyte2 flyte = LocalFlyte2.builder().projects("flytesnacks").start()) {
      Map<String, String> environment =
          Map.of(
              "FLYTE_PLATFORM_URL", flyte.endpoint(),
              "FLYTE_PLATFORM_INSECURE", "true",
              "HOME", folder.toString());
      List<String> printed = new ArrayList<>();

      for (String command : documented("flyte-2")) {
        Outcome outcome = PlayedCluster.run(environment, words(command));
        assertThat(outcome.exitCode()).as(command + "\n" + outcome.err()).isZero();
        printed.add(outcome.out());
        if (command.contains("next-1") && command.contains(" run ")) {
          PlayedExecution run = flyte.executions().get(0);
          run.running().succeeded(PlayedCluster.number("y", 8));
        }
      }

      assertThat(printed).hasSize(5);
      assertThat(printed.get(0)).startsWith("1 task, 0 workflows, 0 launch plans registered");
      assertThat(printed.get(2)).contains("y = 8");
      assertThat(printed.get(3)).isEqualTo("y = 8\n");
      assertThat(flyte.tasks()).containsExactly("flytesnacks/development/com.acme.Next/1");
    }
  }

  private static List<String> documented(String name) throws IOException {
    String begin = "<!-- run by: jflyte/command as " + name + " -->\n```bash\n";
    String page = Files.readString(PAGE);
    assertThat(page).contains(begin);
    int start = page.indexOf(begin) + begin.length();
    return page.substring(start, page.indexOf("```", start)).lines().toList();
  }

  private String[] words(String command) {
    assertThat(command).startsWith("bin/jflyte ");
    return command
        .substring("bin/jflyte ".length())
        .replace("target/package", folder.resolve("package").toString())
        .replace("'", "")
        .split(" +", -1);
  }
}
