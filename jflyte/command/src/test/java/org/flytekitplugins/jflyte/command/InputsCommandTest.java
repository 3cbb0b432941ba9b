package org.flytekitplugins.jflyte.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.fixtures.TaskPackages;
import org.flytekitplugins.jflyte.idl.LiteralMapBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The inputs of a task, out of JSON. */
class InputsCommandTest {
  @TempDir private static Path folder;
  private static Path directory;
  private Path output;

  @BeforeAll
  static void compile() {
    directory = TaskPackages.in(folder.resolve("package")).task("Twice", "return 2 * x;").build();
  }

  @BeforeEach
  void outputOfItsOwn() throws IOException {
    output = Files.createTempDirectory(folder, "out").resolve("inputs.pb");
  }

  private InProcess inputs(String json, String file) {
    return InProcess.runWithInput(
        json,
        "inputs",
        "-cp",
        directory.toString(),
        "--task",
        "com.acme.Twice",
        file,
        "-o",
        output.toString());
  }

  @Test
  void aFileHasThemAsPodsReadThem() throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), "\uFEFF{\"x\": 7}");
    Files.writeString(output, "what was there");

    assertThat(inputs("", file.toString()))
        .isEqualTo(new InProcess(0, output + " has the inputs x\n", ""));

    assertThat(LiteralMapBytes.read(Files.readAllBytes(output)))
        .isEqualTo(Map.of("x", Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(7)))));
    assertThat(output.getParent()).isDirectoryNotContaining("regex:.*unfinished.*");
  }

  @Test
  void soHasTheStandardInput() throws Exception {
    assertThat(inputs("{\"x\": 1}", "-").exitCode()).isZero();
    assertThat(LiteralMapBytes.read(Files.readAllBytes(output))).containsOnlyKeys("x");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}               | the input x, an integer, is missing: add "x" to the standard input
          {"x": "a"}       | the standard input: x is "a", but an integer is wanted: write it as 3
          {"x": 1, "y": 2} | the standard input has the input y, which there is not (there is: x): take it out
          {"x": 1          | the standard input is not JSON at line 1, column 8: put it right
          """)
  void whatIsNoInputIsRefused(String json, String sentence) {
    InProcess ended = inputs(json.strip(), "-");

    assertThat(ended.err().lines().findFirst()).hasValue("jflyte inputs: " + sentence);
    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(output).doesNotExist();
  }

  @Test
  void aTaskThatThereIsNotIsAnsweredWithThoseThatAre() {
    assertThat(
            InProcess.run("inputs", "-cp", directory.toString(), "--task", "com.acme.Thrice", "-")
                .err())
        .startsWith(
            "jflyte inputs: the package has no task com.acme.Thrice: name one that it has"
                + " (com.acme.Twice)\n");
  }

  @Test
  void whatCannotBeWrittenIsNotDone() throws Exception {
    Files.createFile(output);
    output = output.resolve("below-a-file");

    InProcess ended = inputs("{\"x\": 1}", "-");

    assertThat(ended.err()).startsWith("jflyte: cannot write file:").contains("below-a-file");
    assertThat(ended.exitCode()).isEqualTo(1);
  }
}
