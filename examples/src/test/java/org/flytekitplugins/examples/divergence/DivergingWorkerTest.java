package org.flytekitplugins.examples.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.core.Errors.ContainerError;
import flyteidl.core.Errors.ErrorDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.Primitive;
import org.flyte.api.v1.Scalar;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.local.LocalExecution;
import org.flytekitplugins.jflyte.local.LocalPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * With parameter servers each replica sees the loss of its own batches. The worker whose loss
 * diverges hands it to the primary, whose word ends the training for all.
 */
@Timeout(120)
class DivergingWorkerTest {
  // More than anybody could do: it is not the end of the steps that ends the training.
  private static final long FOR_EVER = 100_000_000;

  @TempDir private Path folder;

  @Test
  void thePrimaryEndsTheTrainingForAllAndForGood() throws Exception {
    assertThatThrownBy(this::run)
        .isInstanceOf(JflyteException.class)
        .hasMessageContaining("worker-1: ")
        .hasMessageContaining("DivergenceException: loss is ")
        .hasMessageContaining(" of worker-1, above the bound of 1000.0");

    ContainerError error = error();
    assertThat(error.getKind()).isEqualTo(ContainerError.Kind.NON_RECOVERABLE);
    assertThat(error.getMessage()).startsWith("worker-1 failed: ").doesNotContain("chief-0");
    // Tried once, and in one process each.
    assertThat(folder.resolve("train/attempt-2")).doesNotExist();
    assertThat(log("worker-1")).filteredOn(line -> line.contains("goes on")).isEmpty();
    // The primary says what it was told, and nothing of its own; the others say nothing.
    assertThat(log("chief-0"))
        .filteredOn(line -> line.contains("DivergenceException: loss"))
        .isNotEmpty()
        .allMatch(line -> line.contains("worker-1 failed: "));
    for (String other : new String[] {"worker-0", "ps-0"}) {
      assertThat(log(other)).noneMatch(line -> line.contains("DivergenceException: loss"));
    }
  }

  private void run() {
    Literal steps = Literal.ofScalar(Scalar.ofPrimitive(Primitive.ofIntegerValue(FOR_EVER)));
    try (LocalPackage examples = LocalPackage.ofThisProgram(Map.of())) {
      LocalExecution.builder(examples, OneSpoiledShardWorkflow.class.getName())
          .inputs(Map.of("steps", steps))
          .jvmOptions(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"))
          .build(folder)
          .run();
    }
  }

  private ContainerError error() throws Exception {
    return ErrorDocument.parseFrom(Files.readAllBytes(attempt().resolve("error.pb"))).getError();
  }

  private List<String> log(String replica) throws Exception {
    return Files.readAllLines(attempt().resolve("logs").resolve("train-" + replica + ".log"));
  }

  private Path attempt() {
    return folder.resolve("train/attempt-1");
  }
}
