package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a replica leaves in its attempt's folder, and with which exit code it goes. */
class ReplicaEndTest {
  private static final byte[] OUTPUTS = {1, 2, 3};
  private final RuntimeException fatal = new IllegalStateException("boom");
  private final RuntimeException again = new RecoverableException("again");

  @TempDir Path folder;
  private AttemptRoom room;
  private final List<List<String>> seenAfterDocument = new ArrayList<>();

  @BeforeEach
  void room() {
    room = new AttemptRoom(folder);
  }

  private ReplicaEnd end(String replica, RestartPolicy policy) {
    ReplicaFacts facts =
        new ReplicaFacts(Replica.parse(replica), replica.equals("chief-0"), policy, 3);
    return new ReplicaEnd(
        room.attempt(),
        room.decision,
        room.verdict(0),
        room.console,
        () -> facts,
        error -> seenAfterDocument.add(seen(error)));
  }

  private List<String> seen(TaskError error) {
    List<String> seen = new ArrayList<>(room.files());
    seen.add(error == null ? "no error" : error.code());
    return seen;
  }

  private TaskError document(String file) throws Exception {
    return FailureDocuments.read(Files.readAllBytes(folder.resolve(file)), file);
  }

  private static TaskError relay() {
    return new TaskError(
        "CODE", "ps-0 failed: lost", ContainerError.Kind.NON_RECOVERABLE, null, null, null);
  }

  @Test
  void aPrimaryThatReturnsWritesItsOutputs() {
    assertThat(end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS)).isZero();

    assertThat(folder.resolve("outputs.pb")).hasBinaryContent(OUTPUTS);
    assertThat(room.files()).containsExactly("outputs.pb");
  }

  @Test
  void aPrimaryThatReturnsAfterARelayReportsThat() throws Exception {
    Files.write(folder.resolve("replica-failure.pb"), FailureDocuments.write(relay()));

    assertThat(end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS)).isZero();

    assertThat(document("error.pb")).isEqualTo(relay());
    assertThat(room.files()).containsExactly("error.pb", "replica-failure.pb");
  }

  @Test
  void aPrimaryThatFailsWritesWhy() throws Exception {
    assertThat(end("chief-0", RestartPolicy.NEVER).afterFailure("t", fatal)).isZero();

    assertThat(document("error.pb").message())
        .startsWith("chief-0 failed: java.lang.IllegalStateException: boom");
    assertThat(document("error.pb").worker()).isEqualTo("chief-0");
    assertThat(room.files()).containsExactly("error.pb");
    assertThat(room.said()).startsWith("task t failed\njava.lang.IllegalStateException: boom");
  }

  @Test
  void aPrimaryWhoseWatcherHearsOfAFailureWritesThat() throws Exception {
    assertThat(end("chief-0", RestartPolicy.ALWAYS).afterRelay(relay())).isZero();

    assertThat(document("error.pb")).isEqualTo(relay());
    assertThat(room.said())
        .isEqualTo("ends the attempt, because a replica failed\nps-0 failed: lost\n");
  }

  @Test
  void theDeckComesAfterTheDocumentAndKnowsTheError() {
    end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS);
    room = new AttemptRoom(folder);
    end("chief-0", RestartPolicy.NEVER).afterFailure("t", fatal);

    assertThat(seenAfterDocument)
        .containsExactly(
            List.of("outputs.pb", "no error"),
            List.of("error.pb", "outputs.pb", "USER:IllegalStateException"));
  }

  @Test
  void whoMayRestartCountsItAndExitsWithOne() {
    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", again)).isEqualTo(1);
    assertThat(folder.resolve("replica-restarts-worker-1")).hasContent("1\n");
    assertThat(room.said()).endsWith("exits with 1 to be started again (restart 1)\n");

    room = new AttemptRoom(folder);
    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", again)).isEqualTo(1);
    assertThat(folder.resolve("replica-restarts-worker-1")).hasContent("2\n");
    assertThat(room.files()).containsExactly("replica-restarts-worker-1");
  }

  @Test
  void whoHasRestartedTooOftenRelaysAndGivesUpWhenNobodyHears() throws Exception {
    Files.writeString(folder.resolve("replica-restarts-worker-1"), "2\n");

    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", again)).isEqualTo(1);

    assertThat(document("replica-failure.pb").message()).startsWith("worker-1 failed: ");
    assertThat(folder.resolve("replica-restarts-worker-1")).hasContent("2\n");
    assertThat(room.said())
        .endsWith("the primary has reported nothing for 0 s: gives up, exit 1\n");
  }

  @Test
  void whoFailsAfterAnotherLeavesItsRelayAlone() throws Exception {
    Files.write(folder.resolve("replica-failure.pb"), FailureDocuments.write(relay()));

    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", again)).isEqualTo(1);

    assertThat(document("replica-failure.pb")).isEqualTo(relay());
    assertThat(room.files()).containsExactly("replica-failure.pb");
  }

  @Test
  void anotherReplicaThatReturnsLeavesNothing() {
    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterReturn(OUTPUTS)).isZero();

    assertThat(room.files()).isEmpty();
  }

  @Test
  void anotherReplicaThatReturnsAndWouldBeStartedAgainStays() {
    assertStays(
        AttemptRoom.begin(() -> end("worker-1", RestartPolicy.ALWAYS).afterReturn(OUTPUTS)));
    assertThat(room.files()).isEmpty();
  }

  @Test
  void whoComesSecondDoesNothing() {
    assertThat(room.decision.make()).isTrue();

    assertStays(AttemptRoom.begin(() -> end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS)));
    assertStays(
        AttemptRoom.begin(() -> end("chief-0", RestartPolicy.NEVER).afterFailure("t", fatal)));
    assertThat(room.files()).isEmpty();
  }

  @Test
  void whoIsTerminatedWhileItEndsWritesNothing() {
    ReplicaFacts facts = new ReplicaFacts(Replica.parse("chief-0"), true, RestartPolicy.NEVER, 3);
    ReplicaEnd end =
        new ReplicaEnd(
            room.attempt(),
            room.decision,
            room.verdict(0),
            room.console,
            () -> {
              room.decision.terminate();
              return facts;
            },
            error -> {});

    assertStays(AttemptRoom.begin(() -> end.afterReturn(OUTPUTS)));
    assertThat(room.files()).isEmpty();
  }

  @Test
  void aFlagThatTheTaskHasLeftIsInNobodysWay() {
    Thread.currentThread().interrupt();

    assertThat(end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS)).isZero();

    assertThat(Thread.interrupted()).isFalse();
    assertThat(room.files()).containsExactly("outputs.pb");
  }

  @Test
  void whatCannotBeWrittenIsSaid() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    room = new AttemptRoom(file);

    assertThat(end("chief-0", RestartPolicy.NEVER).afterReturn(OUTPUTS)).isEqualTo(1);

    assertThat(room.said())
        .startsWith("how this replica ended cannot be written: cannot write file:")
        .endsWith(": exit 1\n");
  }

  private static void assertStays(CompletableFuture<Integer> exitCode) {
    assertThatThrownBy(() -> exitCode.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }
}
