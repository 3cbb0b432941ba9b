package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;
import org.flytekitplugins.kubeflow.Replica;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that the replicas of an attempt share. */
class AttemptFolderTest {
  private static final Replica WORKER = Replica.parse("worker-1");

  @TempDir Path folder;

  private final Decision decision = new Decision();
  private AttemptFolder attempt;

  @BeforeEach
  void folder() {
    attempt =
        new AttemptFolder(BlobStore.of(Map.of()), folder.toUri().toString(), Flyte.ONE, decision);
  }

  @Test
  void theFirstRelayStays() {
    decision.make();
    assertThat(attempt.relay()).isNull();
    attempt.writeRelay(error("first"));
    attempt.writeRelay(error("second"));
    assertThat(attempt.relay()).isEqualTo(error("first"));
  }

  @Test
  void everyReplicaCountsItsOwnRestarts() {
    decision.make();
    assertThat(attempt.restarts(WORKER)).isZero();
    attempt.writeRestarts(WORKER, 1);
    attempt.writeRestarts(WORKER, 2);
    assertThat(attempt.restarts(WORKER)).isEqualTo(2);
    assertThat(attempt.restarts(Replica.parse("worker-0"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"error.pb", "outputs.pb"})
  void isDecidedByEitherDocument(String file) throws Exception {
    assertThat(attempt.isDecided()).isFalse();
    Files.createFile(folder.resolve(file));
    assertThat(attempt.isDecided()).isTrue();
  }

  @Test
  void isNotDecidedByARelayOrARestart() {
    decision.make();
    attempt.writeRelay(error("first"));
    attempt.writeRestarts(WORKER, 1);
    assertThat(attempt.isDecided()).isFalse();
  }

  @Test
  void saysAtTheStartWhatItSaysLater() throws Exception {
    assertThat(attempt.isDecidedAtStart()).isFalse();
    assertThat(attempt.relayAtStart()).isNull();

    decision.make();
    attempt.writeRelay(error("first"));
    attempt.writeError(error("first"));
    assertThat(attempt.isDecidedAtStart()).isTrue();
    assertThat(attempt.relayAtStart()).isEqualTo(error("first"));
  }

  @Test
  void thatCannotBeLookedAtBeforeTheStartIsThePlatformsFailure() {
    AttemptFolder broken =
        new AttemptFolder(
            new BlobStore(FileSystems.of(Map.of(), null), 1, Duration.ofMillis(1)),
            "file:no",
            Flyte.ONE,
            decision);
    List<ThrowingCallable> looks = List.of(broken::isDecidedAtStart, broken::relayAtStart);
    for (ThrowingCallable look : looks) {
      assertThatThrownBy(look)
          .isInstanceOf(LaunchException.class)
          .hasMessageStartingWith("the folder of the attempt cannot be looked at: cannot look for");
    }
  }

  @Test
  void nothingIsWrittenAfterSigterm() {
    decision.make();
    decision.terminate();
    List<ThrowingCallable> writes =
        List.of(
            () -> attempt.writeOutputs(new byte[0]),
            () -> attempt.writeError(error("x")),
            () -> attempt.writeRelay(error("x")),
            () -> attempt.writeRestarts(WORKER, 1),
            () -> attempt.writeDeck(new byte[0]));
    for (ThrowingCallable write : writes) {
      assertThatThrownBy(write).isInstanceOf(TerminatedException.class);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingIsWrittenByWhoHasNotDecided() {
    assertThatThrownBy(() -> attempt.writeOutputs(new byte[0]))
        .isInstanceOf(TerminatedException.class);
    assertThat(folder).isEmptyDirectory();
  }

  private static TaskError error(String message) {
    return new TaskError("CODE", message, ContainerError.Kind.NON_RECOVERABLE, null, null, null);
  }
}
