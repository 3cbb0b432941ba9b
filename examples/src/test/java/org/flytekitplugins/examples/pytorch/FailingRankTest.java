package org.flytekitplugins.examples.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.flyte.flytekit.SdkWorkflow;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A rank that raises, while the others wait for it: in Python such a job hangs. Here it ends, and
 * says what was raised.
 */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
class FailingRankTest {
  private static final String GOOD_ROW = "0,".repeat(64) + "7";

  /** Of which rank 1 of 3 reads row 16, and rank 0 of 2. */
  private static final int BAD_ROW = 16;

  private static final Duration DOCUMENTED = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void aRankThatRaisesBeforeItMeetsTheOthersEndsTheJob() throws Exception {
    Map<String, String> python = ReplicaPython.standardLibraryAlone(folder);

    TorchDigitsRun run =
        checkFailure(
            new GivenDigitsWorkflow(),
            python,
            GOOD_ROW.substring(2),
            "worker-0: org.flytekitplugins.pytorch.PythonException: rank 1 failed: ValueError:"
                + " row 16 of rows.csv.gz has 64 columns, but 64 pixels and the digit are 65");

    assertThat(run.errorDocument())
        .startsWith("worker-0 failed: ")
        .contains("Traceback (most recent call last):", "in read_rows");
  }

  @Test
  void aRankThatRaisesWhileTheOthersAddUpEndsTheJob() throws Exception {
    checkFailure(
        new GivenDigitsWorkflow(),
        ReplicaPython.withTorch(folder),
        GOOD_ROW + "7",
        "worker-0: org.flytekitplugins.pytorch.PythonException: rank 1 failed: IndexError: list"
            + " index out of range");
  }

  @Test
  void aRankOfAnElasticJobThatRaisesEndsTheJob() throws Exception {
    Map<String, String> environment = new HashMap<>(ReplicaPython.withTorch(folder));
    environment.put("JFLYTE_FAILURE_GRACE_SECONDS", "2");

    TorchDigitsRun run =
        checkFailure(
            new TwoWorkersWithoutRestarts.OfGivenDigits(),
            environment,
            GOOD_ROW.substring(2),
            "rank 0 failed: ValueError: row 16 of rows.csv.gz has 64 columns");

    assertThat(run.errorDocument()).contains("Traceback (most recent call last):", "in read_rows");
  }

  private TorchDigitsRun checkFailure(
      SdkWorkflow<?, ?> workflow, Map<String, String> python, String badRow, String message)
      throws IOException {
    TorchDigitsRun run = new TorchDigitsRun(workflow, folder, python).withRows(rowsWith(badRow));

    Instant start = Instant.now();
    Throwable thrown = catchThrowable(run::run);

    assertThat(thrown).isInstanceOf(JflyteException.class).hasMessageContaining(message);
    assertThat(Duration.between(start, Instant.now())).isLessThan(DOCUMENTED);
    return run;
  }

  private Path rowsWith(String badRow) throws IOException {
    Path file = folder.resolve("rows.csv.gz");
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.US_ASCII))) {
      for (int row = 0; row < 60; row++) {
        out.write((row == BAD_ROW ? badRow : GOOD_ROW) + "\n");
      }
    }
    return file;
  }
}
