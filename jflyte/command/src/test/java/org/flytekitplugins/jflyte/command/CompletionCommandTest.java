package org.flytekitplugins.jflyte.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a shell completes, in a shell. */
@EnabledOnOs(OS.LINUX)
class CompletionCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "wat, watch",
    "launchplan dea, deactivate",
    "executions --ph, --phase",
    "run --max-p, --max-parallelism"
  })
  void wordsAreCompleted(String words, String completed) throws Exception {
    Path script =
        Files.writeString(folder.resolve("completion"), InProcess.run("completion").out());
    String asked =
        "source "
            + script
            + "; COMP_WORDS=(jflyte "
            + words
            + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _complete_jflyte; echo ${COMPREPLY[@]}";

    Process bash =
        new ProcessBuilder("bash", "-c", asked)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();

    assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8).strip())
        .isEqualTo(completed);
  }
}
