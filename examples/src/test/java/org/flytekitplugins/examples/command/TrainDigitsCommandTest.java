package org.flytekitplugins.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.examples.digits.Digits;
import org.flytekitplugins.examples.digits.DigitsModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command, with real processes for every replica. */
class TrainDigitsCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "java, parameter-server, chief-0 worker-0 worker-1",
    "kotlin, all-reduce, chief-0 worker-0 worker-1",
    "kotlin, single, worker-0"
  })
  void trainsAModelThatIsGoodEnough(String language, String strategy, String replicas)
      throws Exception {
    assertThat(run("--language", language, "--strategy", strategy)).as(err.toString()).isZero();

    assertThat(accuracy()).isGreaterThanOrEqualTo(0.94);
    try (DigitsModel model = DigitsModel.load(Path.of(last("model ")))) {
      assertThat(model.accuracy(Digits.load())).isGreaterThanOrEqualTo(0.94);
    }
    assertThat(last("trained by "))
        .matches(
            replicas.replaceAll("([a-z]+-\\d) ?", "$1 \\\\([1-9]\\\\d* steps\\\\),? ?")
                + "; the whole run took .* s");
    assertThat(last("train: used "))
        .matches(
            ".* s of processors, at most \\d+Mi in .*% of it in GC; a step took .* for storage, .*"
                + " for batches; [\\d,]+ examples/s");
    assertThat(out.toString()).contains(replicas.split(" ", -1));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aWorkerThatIsKilledComesBackAndTheReportShowsIt() throws Exception {
    // Enough that it trains again before the others are done.
    assertThat(run("--kill", "worker-1@100", "--steps", "2400")).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("train: worker-1 was killed\ntrain: worker-1 starts again\n");
    assertThat(accuracy()).isGreaterThanOrEqualTo(0.94);
    String deck = Files.readString(Path.of(last("report ")));
    assertThat(deck)
        .contains("accuracy over steps", "loss over time", "worker-1: killed", "Succeeded")
        .containsPattern("<tr><td>worker-1<td>\\d+Mi<td>\\d+Mi.*/s</tr>")
        .containsPattern("<tr><td>ps-0<td>\\d+Mi<td>\\d+Mi")
        .doesNotContain("http");
  }

  @Test
  void aKillThatNeverHappensIsSaid() {
    assertThat(run("--strategy", "single", "--steps", "40", "--kill", "worker-0@10m"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("kill: the fault worker-0@10m has not happened: its time has not come\n");
  }

  @Test
  void aModelThatIsNotGoodEnoughIsRejected() {
    assertThat(run("--strategy", "single", "--steps", "3")).isZero();
    assertThat(out.toString()).containsPattern("rejected: accuracy 0\\.[0-9]{4} is below 0\\.94");
  }

  @Test
  void progressIsATreeThatIsRewrittenOnATerminal() {
    TrainDigitsCommand.run(
        writer(out), writer(err), true, arguments("--strategy", "single", "--steps", "40"));
    // Goes up over the lines of the tree, and erases them.
    assertThat(out.toString().split("\u001b\\[[0-9]+A\r\u001b\\[0J", -1)).hasSizeGreaterThan(2);
    assertThat(out.toString()).containsPattern("train +succeeded +[0-9.]+ s  ");
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
        "--strategy ring | Invalid value for option '--strategy': 'ring' is none of"
            + " parameter-server, all-reduce and single",
        "--workers 0 | workers is 0, but a TFJob needs one: use 1 or more",
        "--ps 0 | ps is 0, but somebody must hold the variables: use 1 or more",
        "--strategy all-reduce --ps 1 | ps is 1, but this strategy has no parameter servers:"
            + " leave out --ps",
        "--strategy single --workers 3 | workers is 3, but a single process trains alone: leave"
            + " out --workers",
        "--kill ps-0@200 | kill is \"ps-0@200\", but a parameter server reports no steps: say"
            + " when, as in ps-0@5s",
        "--kill worker-7@20 | kill is \"worker-7@20\", but the job has no worker-7: name a replica"
            + " that it has",
        "--kill worker-1@9999 | kill is \"worker-1@9999\", but the training has 2000 steps: name"
            + " an earlier one",
      })
  void aBadOptionIsRefusedInOneSentence(String arguments, String sentence) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString()).isEqualTo(sentence + " (--help shows all options)\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anOutputFolderThatCannotBeMadeIsRefusedWithTheReason() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThat(TrainDigitsCommand.run(writer(out), writer(err), false, "--output", file.toString()))
        .isEqualTo(2);
    assertThat(TrainDigitsCommand.run(writer(out), writer(err), false, "--output", ""))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "--output "
                + file
                + " cannot be made (FileAlreadyExistsException): name a folder that you may write to"
                + " (--help shows all options)",
            "Invalid value for option '--output': it is empty: name a folder (--help shows all"
                + " options)");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {">/dev/full", ">&-"})
  @EnabledOnOs(OS.LINUX)
  void aResultThatCannotBeWrittenIsAFailure(String redirection) throws Exception {
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$@\" " + redirection,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtrain-digits.output=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                TrainDigitsCommand.class.getName(),
                "--strategy",
                "single",
                "--steps",
                "3")
            .redirectError(errors.toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readAllLines(errors))
        .endsWith(
            "train-digits: the standard output cannot be written: its disk is full, or nobody"
                + " reads it");
    assertThat(folder).isDirectoryRecursivelyContaining("glob:**/outputs.pb");
  }

  @Test
  void aJobOfAllReduceThatLosesAReplicaGoesOnWhenItIsBackWithoutARestartOfTheOthers() {
    assertThat(run("--strategy", "all-reduce", "--kill", "worker-1@300", "--steps", "600"))
        .as(out + "\n" + err)
        .isZero();
    assertThat(out.toString())
        .contains("worker-1 was killed", "worker-1 starts again")
        .doesNotContain("chief-0 starts again", "worker-0 starts again");
    assertThat(accuracy()).isGreaterThanOrEqualTo(0.94);
  }

  @Test
  void aTrainingThatFailsSaysWhyAndWhereToLook() {
    assertThat(run("--strategy", "single", "--learning-rate", "1e30")).isEqualTo(1);
    Matcher line =
        Pattern.compile(
                "train-digits: node train .* failed: worker-0: .*loss is .*"
                    + " \\(at org\\.flytekitplugins\\.examples\\.TrainDigits:\\d+\\);"
                    + " log (.*worker-0\\.log), deck (.*)\\R")
            .matcher(err.toString());
    assertThat(line.matches()).as(err.toString()).isTrue();
    assertThat(Path.of(line.group(1))).content().contains("loss is ");
    assertThat(Path.of(line.group(2))).content().contains("Failed</span>", "loss is ");
  }

  @Test
  void helpListsOptionsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--strategy", "--workers", "--ps", "--kill", "--steps", "--seed", "Exit codes:");
  }

  private int run(String... arguments) {
    return TrainDigitsCommand.run(writer(out), writer(err), false, arguments(arguments));
  }

  private String[] arguments(String... arguments) {
    return Stream.concat(Stream.of("--output", folder.toString()), Stream.of(arguments))
        .toArray(String[]::new);
  }

  private double accuracy() {
    return Double.parseDouble(last("accuracy "));
  }

  private String last(String prefix) {
    List<String> lines = out.toString().lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no line starts with " + prefix + " in " + lines))
        .substring(prefix.length());
  }

  private static PrintWriter writer(StringWriter writer) {
    return new PrintWriter(writer, true);
  }
}
