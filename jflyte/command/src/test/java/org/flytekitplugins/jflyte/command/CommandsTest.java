package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
