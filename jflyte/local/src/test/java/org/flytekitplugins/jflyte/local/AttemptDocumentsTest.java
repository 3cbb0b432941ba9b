package org.flytekitplugins.jflyte.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flyte makes of a job that succeeded and left nothing, or rubbish. */
class AttemptDocumentsTest {
  @TempDir Path folder;

  @Test
  void outputsThatNobodyWroteMayComeWithAnotherAttempt() {
    assertThat(failure())
        .isEqualTo(
            "true the job has succeeded, but nobody wrote "
                + folder.resolve("outputs.pb")
                + ": see the logs beside it");
  }

  @Test
  void damagedDocumentsMayBeWholeNextTime() throws Exception {
    Files.write(folder.resolve("outputs.pb"), new byte[] {10, 99});
    assertThat(failure()).startsWith("true " + folder.resolve("outputs.pb") + " is damaged: ");
    Files.write(folder.resolve("error.pb"), new byte[] {10, 99});
    assertThat(failure()).startsWith("true " + folder.resolve("error.pb") + " is damaged: ");
  }

  @Test
  void aTaskWithoutOutputsNeedsNoDocument() {
    assertThat(documents(Map.of()).outcome(JobState.SUCCEEDED, "")).isEmpty();
  }

  // Whether another attempt may help, and why it failed.
  private String failure() {
    Variable variable =
        Variable.builder()
            .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
            .description("")
            .build();
    TaskFailure failure =
        catchThrowableOfType(
            TaskFailure.class,
            () -> documents(Map.of("y", variable)).outcome(JobState.SUCCEEDED, ""));
    return failure.isRecoverable() + " " + failure.sentence();
  }

  private AttemptDocuments documents(Map<String, Variable> outputs) {
    return new AttemptDocuments(
        folder, TypedInterface.builder().inputs(Map.of()).outputs(outputs).build());
  }
}
