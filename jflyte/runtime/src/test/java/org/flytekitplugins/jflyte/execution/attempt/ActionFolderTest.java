package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.core.Errors;
import flyteidl.core.Errors.ErrorDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of an attempt of Flyte 2, into which Flyte itself writes too. */
class ActionFolderTest {
  private static final TaskError LOST_PEER =
      FailureDocuments.of(
          new LaunchException("gone", new IOException("reset")),
          Replica.parse("worker-1"),
          Instant.EPOCH);

  @TempDir Path folder;
  private AttemptFolder attempt;

  @BeforeEach
  void folder() {
    Decision decision = new Decision();
    decision.make();
    attempt =
        new AttemptFolder(BlobStore.of(Map.of()), folder.toUri().toString(), Flyte.TWO, decision);
  }

  @Test
  void anErrorOfFlytesOwnDecidesNothing() throws Exception {
    Files.write(folder.resolve("error.pb"), flytesOwn());

    assertThat(attempt.isDecided()).isFalse();
    assertThat(attempt.hasError()).isFalse();
    assertThat(attempt.verdict()).isEqualTo(new Verdict(null, false));
  }

  @Test
  void outputsBesideAnErrorOfFlytesOwnAreTheVerdict() throws Exception {
    attempt.writeOutputs(new byte[0]);
    Files.write(folder.resolve("error.pb"), flytesOwn());

    assertThat(attempt.isDecided()).isTrue();
    assertThat(attempt.verdict()).isEqualTo(new Verdict(null, true));
  }

  @Test
  void anErrorOfOursIsTheVerdictWithTheOriginThatItHas() {
    attempt.writeError(LOST_PEER);

    assertThat(attempt.isDecided()).isTrue();
    assertThat(attempt.hasError()).isTrue();
    assertThat(attempt.verdict()).isEqualTo(new Verdict(LOST_PEER, false));
  }

  @Test
  void whatIsHandedToThePrimaryIsForNobodyElse() throws Exception {
    attempt.writeRelay(LOST_PEER);

    assertThat(attempt.relay()).isEqualTo(LOST_PEER);
    assertThat(Files.readAllBytes(folder.resolve("replica-failure.pb")))
        .isEqualTo(FailureDocuments.write(LOST_PEER));
  }

  @Test
  void theDeckIsWhereTheConsoleLooksForIt() {
    attempt.writeDeck(new byte[] {1});

    assertThat(folder.resolve("report.html")).hasBinaryContent(new byte[] {1});
    assertThat(folder.resolve("deck.html")).doesNotExist();
  }

  private static byte[] flytesOwn() {
    return ErrorDocument.newBuilder()
        .setError(
            Errors.ContainerError.newBuilder()
                .setCode("OutputsNotFound")
                .setMessage("no outputs")
                .setKind(Errors.ContainerError.Kind.RECOVERABLE))
        .build()
        .toByteArray();
  }
}
