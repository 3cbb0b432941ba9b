package org.flytekitplugins.jflyte.local.internal.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.LiteralType;
import org.flyte.api.v1.SimpleType;
import org.flyte.api.v1.TypedInterface;
import org.flyte.api.v1.Variable;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Flyte makes of a job that succeeded and left an error, nothing, or rubbish. */
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

  @Test
  void theReplicaThatFailedFirstIsTakenFromTheDataNotFromTheMessage() throws Exception {
    write(
        "ps-7 failed: this names nobody\n(chief-0 then failed: nor this)",
        List.of(failure("worker-1", "row 7 has no label"), failure("chief-0", "lost worker-1")));
    TaskFailure failure = taskFailure();
    assertThat(failure.sentence())
        .isEqualTo("worker-1: java.lang.Error: row 7 has no label (at com.acme.Rows:34)");
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ReplicaError.class,
            error ->
                assertThat(error.failures())
                    .extracting(ReplicaFailure::replica)
                    .containsExactly(Replica.parse("worker-1"), Replica.parse("chief-0")))
        .hasMessage("ps-7 failed: this names nobody\n(chief-0 then failed: nor this)");
  }

  /** As of a replica whose launcher is older. */
  @Test
  void aMessageWithoutDataIsShownWhole() throws Exception {
    String message = "worker-1 failed: java.lang.Error: x\n\tat a.B.c(B.java:1)\n(chief-0 then …)";
    write(message, List.of());
    TaskFailure failure = taskFailure();
    assertThat(failure.sentence()).isEqualTo(message);
    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ReplicaError.class, error -> assertThat(error.failures()).isEmpty());
  }

  private void write(String message, List<ReplicaFailure> failures) throws Exception {
    TaskError error =
        new TaskError(
            "CODE", message, ContainerError.Kind.NON_RECOVERABLE, null, "ps-7", null, failures);
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(error));
  }

  private static ReplicaFailure failure(String replica, String message) {
    return ReplicaFailure.of(
        Replica.parse(replica),
        Instant.EPOCH,
        "CODE",
        false,
        Origin.USER,
        ExceptionChain.of(
            List.of(ThrownException.of("java.lang.Error", message)),
            CodeLine.of("com.acme.Rows", "next", 34)));
  }

  // Whether another attempt may help, and why it failed.
  private String failure() {
    TaskFailure failure = taskFailure();
    return failure.isRecoverable() + " " + failure.sentence();
  }

  private TaskFailure taskFailure() {
    Variable variable =
        Variable.builder()
            .literalType(LiteralType.ofSimpleType(SimpleType.INTEGER))
            .description("")
            .build();
    return catchThrowableOfType(
        TaskFailure.class, () -> documents(Map.of("y", variable)).outcome(JobState.SUCCEEDED, ""));
  }

  private AttemptDocuments documents(Map<String, Variable> outputs) {
    return new AttemptDocuments(
        folder, TypedInterface.builder().inputs(Map.of()).outputs(outputs).build());
  }
}
