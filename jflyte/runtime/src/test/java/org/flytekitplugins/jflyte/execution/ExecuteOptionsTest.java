package org.flytekitplugins.jflyte.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.flytekitplugins.jflyte.Flyte;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments that Flyte renders, and those that a person writes. */
class ExecuteOptionsTest {
  private static final String NEEDED = "--task t --inputs file:///i --outputPrefix file:///o ";

  @Test
  void whatStockJflyteRecordsIsUnderstood() {
    assertThat(parse(NEEDED + "--taskTemplatePath s3://b/task.pb"))
        .isEqualTo(
            new ExecuteOptions(
                "t",
                "file:///i",
                "file:///o",
                "s3://b/task.pb",
                null,
                null,
                null,
                null,
                null,
                Flyte.ONE));
  }

  @Test
  void flagsAndValuesMayBeOneWordAndInAnyOrder() {
    assertThat(
            parse(
                "--checkpoint=s3://b/c=d --package-dir=/app/* --previousCheckpoint s3://b/p"
                    + " --rawOutputPrefix s3://b/r --stall-timeout=10m "
                    + NEEDED))
        .isEqualTo(
            new ExecuteOptions(
                "t",
                "file:///i",
                "file:///o",
                null,
                "/app/*",
                "s3://b/r",
                "s3://b/c=d",
                "s3://b/p",
                Duration.ofMinutes(10),
                Flyte.ONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\"\"", "{{.prevCheckpointPrefix}}"})
  void aCheckpointThatIsNotThereIsNone(String value) {
    ExecuteOptions options =
        ExecuteOptions.parse(
            new String[] {
              "--task=t",
              "--inputs=i",
              "--outputPrefix=o",
              "--package-dir=p",
              "--previousCheckpoint",
              value
            },
            Flyte.TWO);
    assertThat(options.previousCheckpoint()).isNull();
  }

  /** Flyte 2 names the folder of the outputs; plain tasks are told of none. */
  @ParameterizedTest
  @CsvSource({
    "ONE, --rawOutputPrefix s3://b/raw/x, s3://b/raw/x",
    "ONE, --rawOutputPrefix file:///o, file:///o",
    "ONE, '', file:///o/raw",
    "TWO, --rawOutputPrefix file:///o, file:///o/raw",
    "TWO, --rawOutputPrefix file:///o/, file:///o/raw",
    "TWO, --rawOutputPrefix s3://elsewhere, s3://elsewhere/raw",
    "TWO, '', file:///o/raw",
  })
  void whatIsBiggerThanALiteralIsApartFromTheAttemptsFiles(
      Flyte flyte, String argument, String folder) {
    String arguments = NEEDED + "--package-dir p " + argument;

    assertThat(ExecuteOptions.parse(arguments.strip().split(" +", -1), flyte).rawOutputs())
        .isEqualTo(folder);
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S", "90, PT1M30S", "90s, PT1M30S", "10m, PT10M", "2h, PT2H"})
  void aTimeoutHasAUnit(String text, Duration expected) {
    assertThat(parse(NEEDED + "--package-dir p --stall-timeout " + text).stallTimeout())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --inputs i --outputPrefix o --package-dir p | --task is missing: give it a value
          --task t --inputs i --outputPrefix o        | neither --taskTemplatePath nor --package-dir is given: one of them tells where the package is
          --task t --task u                           | --task is given twice: leave one of them out
          --task                                      | --task has no value: write one after it
          --stall-timeout 10x --task t --inputs i --outputPrefix o --package-dir p | --stall-timeout is 10x: write a number and ms, s, m or h, such as 10m
          """)
  void whatIsWrongIsSaid(String arguments, String message) {
    assertThatThrownBy(() -> parse(arguments)).hasMessage(message);
  }

  @Test
  void anUnknownFlagIsAUsageError() {
    assertThatThrownBy(() -> parse("--tusk t"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("argument --tusk is none of --task, --inputs");
    assertThat(ExecuteMain.run(new String[] {"--tusk"}, Map.of())).isEqualTo(2);
  }

  private static ExecuteOptions parse(String arguments) {
    return ExecuteOptions.parse(arguments.strip().split(" +", -1), Flyte.ONE);
  }
}
