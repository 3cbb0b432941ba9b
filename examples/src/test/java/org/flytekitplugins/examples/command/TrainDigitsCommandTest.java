package org.flytekitplugins.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.examples.digits.DigitsModel;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TaskStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainDigitsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private TaskStorage.Installation storage;

  @TempDir private Path folder;

  @BeforeEach
  void storeInFolder() {
    storage = TaskStorage.install(LocalFolderStorage.in(folder));
  }

  @AfterEach
  void restoreStorage() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "kotlin"})
  void trainsAModelThatIsGoodEnoughInBothLanguages(String language) throws Exception {
    assertThat(run("--language", language)).isZero();

    List<String> lines = out.toString().lines().toList();
    double accuracy = Double.parseDouble(last(lines, "accuracy "));
    assertThat(accuracy).isGreaterThanOrEqualTo(0.94);
    try (DigitsModel model = DigitsModel.load(Path.of(last(lines, "model ")))) {
      assertThat(model.accuracy(Digits.load())).isGreaterThanOrEqualTo(0.94);
    }
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void bothLanguagesTrainTheSameModel() {
    run("--language", "java", "--steps", "200", "--seed", "5");
    String java = last(out.toString().lines().toList(), "accuracy ");
    run("--language", "kotlin", "--steps", "200", "--seed", "5");
    assertThat(last(out.toString().lines().toList(), "accuracy ")).isEqualTo(java);
  }

  @Test
  void aModelThatIsNotGoodEnoughIsRejected() {
    assertThat(run("--steps", "3")).isZero();
    assertThat(out.toString()).containsPattern("rejected: accuracy 0\\.[0-9]{4} is below 0\\.94");
  }

  @Test
  void progressIsPlainLinesInAPipe() {
    run("--steps", "40");
    assertThat(out.toString().lines().filter(line -> line.contains("step")))
        .hasSize(20)
        .allMatch(
            line -> line.matches("worker-0 {2}step \\d+/40 {2}loss \\d\\.\\d{4} {2}accuracy .*"));
  }

  @Test
  void progressIsOneRewrittenLineOnATerminal() {
    TrainDigitsCommand.run(writer(out), writer(err), true, "--steps", "40");
    String progress = out.toString().split("\n", 2)[0];
    assertThat(progress.split("\r\u001b\\[2K", -1)).hasSize(21);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps 0 | steps is 0, but at least one step is needed: ask for 1 to 1000000",
        "--steps many | Invalid value for option '--steps': 'many' is not an int",
        "--learning-rate -1 | learning rate is -1.0, but the weights move only with a finite one"
            + " above 0: ask for 0.001 to 1",
        "--language scala | Invalid value for option '--language': expected one of [java, kotlin]"
            + " (case-sensitive) but was 'scala'",
        "--speed 9 | Unknown options: '--speed', '9'",
      })
  void aBadOptionIsRefusedInOneSentence(String arguments, String sentence) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(sentence + " (--help shows all options)\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aTrainingThatFailsSaysWhyInOneSentence() {
    assertThat(run("--learning-rate", "1e30")).isEqualTo(1);
    assertThat(err.toString()).startsWith("train-digits: loss is ").hasLineCount(1);
  }

  @Test
  void helpListsOptionsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--steps", "--learning-rate", "--seed", "--language", "Exit codes:");
  }

  private int run(String... arguments) {
    return TrainDigitsCommand.run(writer(out), writer(err), false, arguments);
  }

  private static PrintWriter writer(StringWriter writer) {
    return new PrintWriter(writer, true);
  }

  private static String last(List<String> lines, String prefix) {
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no line starts with " + prefix + " in " + lines))
        .substring(prefix.length());
  }
}
