package org.flytekitplugins.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rank that cannot know who it is says so, and does not train alone. */
@Timeout(60)
class RanksEnvironmentTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RANK=1 | ValueError: there is no WORLD_SIZE and no MASTER_ADDR and no MASTER_PORT beside"
            + " RANK: set all four, or none",
        "RANK=0 WORLD_SIZE=3 MASTER_ADDR=localhost | ValueError: there is no MASTER_PORT beside"
            + " RANK and WORLD_SIZE and MASTER_ADDR: set all four, or none",
        "RANK=3 WORLD_SIZE=3 MASTER_ADDR=localhost MASTER_PORT=23456 | ValueError: RANK is 3, but"
            + " WORLD_SIZE is 3: ranks begin with 0",
        "RANK=first WORLD_SIZE=3 MASTER_ADDR=localhost MASTER_PORT=23456 | ValueError: invalid"
            + " literal for int() with base 10: 'first'",
      })
  void whatIsMissingOrContradictsItselfIsSaid(String variables, String lastLine) throws Exception {
    Map<String, String> python = ReplicaPython.standardLibraryAlone(folder);
    Path script = Path.of(TrainDigitsInPyTorch.class.getResource("train_digits.py").toURI());
    Path inputs = Files.writeString(folder.resolve("inputs.json"), "{}");
    ProcessBuilder builder =
        new ProcessBuilder(
            folder.resolve("bin/python3").toString(), script.toString(), "training", "held-out");
    builder.environment().putAll(python);
    builder.environment().put("FLYTEKIT_INPUTS", inputs.toString());
    for (String variable : variables.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }

    Process process = builder.redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(printed.lines()).last().isEqualTo(lastLine);
  }
}
