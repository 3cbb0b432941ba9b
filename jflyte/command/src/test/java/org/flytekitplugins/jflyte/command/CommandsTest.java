package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A command that is asked for by its name is described alone; what is said of it is the same. */
class CommandsTest {
  @Test
  void eachCommandThatIsListedIsFoundByItsName() {
    List<String> names =
        InProcess.run("--help")
            .out()
            .lines()
            .dropWhile(line -> !line.equals("Commands:"))
            .skip(1)
            .takeWhile(line -> !line.isBlank())
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", 2)[0])
            .toList();

    assertThat(names).contains("explain", "inputs", "execute-local", "help").hasSizeGreaterThan(10);
    assertThat(names)
        .filteredOn(name -> !name.equals("help"))
        .allSatisfy(
            name -> {
              InProcess alone = InProcess.run(name, "--help");
              assertThat(alone.out()).startsWith("Usage: jflyte " + name);
              assertThat(InProcess.run("help", name)).isEqualTo(alone);
            });
  }

  @Test
  void aWordThatIsNoneIsAnsweredWithOneThatIs() {
    InProcess ended = InProcess.run("explian");

    assertThat(ended.err()).contains("jflyte explain");
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  @Test
  void theHelpTellsTheEnvironmentThatIsDocumented() throws IOException {
    Pattern variable = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");
    List<String> documented =
        Files.readAllLines(Path.of("../../docs/jflyte.md")).stream()
            .dropWhile(line -> !line.equals("## Environment"))
            .takeWhile(line -> !line.equals("## Exit codes"))
            .filter(line -> line.startsWith("| `") && !line.contains("| in pods"))
            .flatMap(line -> variable.matcher(line.split("\\|", -1)[1]).results())
            .map(name -> name.group(1))
            .toList();

    assertThat(documented).hasSizeGreaterThan(5);
    assertThat(InProcess.run("--help").out()).contains(documented);
  }

  @Test
  void eachVariableOfTheHelpStandsInALineOfItsOwn() {
    assertThat(
            InProcess.run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Environment:"))
                .skip(1)
                .takeWhile(line -> !line.isBlank()))
        .hasSizeGreaterThan(5)
        .allMatch(line -> line.matches("  [A-Z_, ]{25}  \\S.*"));
  }

  @Test
  void theExamplesOfTheHelpAreUnderstood() {
    List<String> examples =
        InProcess.run("--help")
            .out()
            .replaceAll("\\\\\\R", "")
            .lines()
            .dropWhile(line -> !line.equals("Examples:"))
            .filter(line -> line.startsWith("  jflyte "))
            .toList();

    assertThat(examples).hasSize(4);
    assertThat(examples)
        .allSatisfy(
            example -> {
              String[] words = example.strip().replace("'", "").split(" +");
              InProcess ended =
                  InProcess.run(List.of(words).subList(1, words.length).toArray(new String[0]));
              // There is neither a package nor an image nor a server here.
              assertThat(ended.err())
                  .matches(
                      "(?s)jflyte[a-z -]*: (package directory target/package is not there"
                          + "|--jib-json: target/jib-image.json does not exist"
                          + "|.*FLYTE_PLATFORM_URL).*");
            });
  }
}
