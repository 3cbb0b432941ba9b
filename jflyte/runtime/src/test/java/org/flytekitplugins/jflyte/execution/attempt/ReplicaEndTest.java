package org.flytekitplugins.jflyte.execution.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.ErrorExit;
import org.flytekitplugins.jflyte.execution.attempt.ReplicaFacts.Lead;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.RestartPolicy;
import org.flytekitplugins.spi.IgnoreOutputsException;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica leaves in its attempt's folder, and with which exit code it goes. */
class ReplicaEndTest {
  private static final byte[] OUTPUTS = {1, 2, 3};
  private final RuntimeException fatal = new IllegalStateException("boom");
  private final RuntimeException again = new RecoverableException("again");
  private final RuntimeException lostPeer =
      RecoverableException.ofSystem("lost ps-0", new IOException("reset"));

  @TempDir Path folder;
  private AttemptRoom room;
  private Duration settling = Duration.ofMillis(100);
  private ErrorExit errorExit = new ErrorExit(0);
  private final List<List<String>> seenAfterDocument = new ArrayList<>();

  @BeforeEach
  void room() {
    room = new AttemptRoom(folder);
  }

  private ReplicaEnd end(String replica, RestartPolicy policy) {
    ReplicaFacts facts =
        new ReplicaFacts(
            Replica.parse(replica),
            replica.equals("chief-0") ? Lead.OWN : Lead.ANOTHERS,
            policy,
            3,
            ErrorAggregation.NONE);
    return end(facts);
  }

  private ReplicaEnd elected(String replica, ErrorAggregation aggregation) {
    return end(
        new ReplicaFacts(
            Replica.parse(replica), Lead.ELECTED, RestartPolicy.NEVER, 3, aggregation));
  }

  private ReplicaEnd end(ReplicaFacts facts) {
    return new ReplicaEnd(
        room.attempt(),
        room.decision,
        room.verdict(0, settling),
        room.console,
        errorExit,
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
  void whoHasLostAPeerIsStartedAgainWhenNobodySaysWhy() {
    assertThat(end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", lostPeer)).isEqualTo(1);

    assertThat(room.files()).containsExactly("replica-restarts-worker-1");
    assertThat(room.said())
        .endsWith(
            """
            looks for a failure of another replica before it is started again, at most 0.05 s
            exits with 1 to be started again (restart 1)
            """);
  }

  @Test
  void whoHasLostAPeerWaitsForThePrimaryIfThePeerSaysWhy() throws Exception {
    settling = Duration.ofMinutes(1);

    CompletableFuture<Integer> code =
        AttemptRoom.begin(
            () -> end("worker-1", RestartPolicy.ON_FAILURE).afterFailure("t", lostPeer));
    room.awaitSaid("looks for a failure of another replica");
    Files.write(folder.resolve("replica-failure.pb"), FailureDocuments.write(relay()));

    assertThat(code.join()).isEqualTo(1);
    assertThat(room.files()).containsExactly("replica-failure.pb");
    assertThat(room.said())
        .endsWith("the primary has reported nothing for 0 s: gives up, exit 1\n");
  }

  @Test
  void aPrimaryThatHasLostAPeerReportsWhatThePeerSays() throws Exception {
    settling = Duration.ofMinutes(1);

    CompletableFuture<Integer> code =
        AttemptRoom.begin(
            () -> end("chief-0", RestartPolicy.ON_FAILURE).afterFailure("t", lostPeer));
    room.awaitSaid("looks for a failure of another replica");
    Files.write(folder.resolve("replica-failure.pb"), FailureDocuments.write(relay()));

    assertThat(code.join()).isZero();
    assertThat(document("error.pb").message())
        .startsWith("ps-0 failed: lost\n(chief-0 then failed: ");
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
    ReplicaFacts facts =
        new ReplicaFacts(
            Replica.parse("chief-0"), Lead.OWN, RestartPolicy.NEVER, 3, ErrorAggregation.NONE);
    ReplicaEnd end =
        new ReplicaEnd(
            room.attempt(),
            room.decision,
            room.verdict(0),
            room.console,
            errorExit,
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

  @Test
  void aPrimaryCannotLeaveItsOutputsToOthers() throws Exception {
    assertThat(end("chief-0", RestartPolicy.NEVER).afterIgnoredOutputs("t", ignored())).isZero();

    TaskError error = document("error.pb");
    assertThat(error.code() + " " + error.kind())
        .isEqualTo("USER:NoOutputsException NON_RECOVERABLE");
    assertThat(error.message())
        .isEqualTo(
            "chief-0 failed: the primary chief-0 has thrown IgnoreOutputsException (not mine), but"
                + " no other replica writes its outputs: return them there");
  }

  @Test
  void anotherThanThePrimaryThatIgnoresItsOutputsIsDone() {
    assertThat(end("worker-1", RestartPolicy.NEVER).afterIgnoredOutputs("t", ignored())).isZero();

    assertThat(room.files()).isEmpty();
    assertThat(room.said()).isEqualTo("leaves the outputs to another replica: not mine\n");
  }

  @Test
  void whoReturnsWhereReplicasElectWhoLeadsLeads() {
    assertThat(elected("worker-1", ErrorAggregation.NONE).afterReturn(OUTPUTS)).isZero();

    assertThat(folder.resolve("outputs.pb")).hasBinaryContent(OUTPUTS);
    assertThat(seenAfterDocument).containsExactly(List.of("outputs.pb", "no error"));
  }

  @Test
  void whoReturnsAfterAnErrorWritesNothing() throws Exception {
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(relay()));

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterReturn(OUTPUTS)).isZero();

    assertThat(document("error.pb")).isEqualTo(relay());
    assertThat(room.files()).containsExactly("error.pb");
    assertThat(room.said()).isEqualTo("another replica has decided how the attempt ends\n");
  }

  @Test
  void whoFailsWhereReplicasElectWhoLeadsWritesWhy() throws Exception {
    assertThat(elected("worker-1", ErrorAggregation.NONE).afterFailure("t", fatal)).isZero();

    assertThat(document("error.pb").message())
        .startsWith("worker-1 failed: java.lang.IllegalStateException: boom");
    assertThat(document("error.pb").worker()).isEqualTo("worker-1");
    assertThat(room.files()).containsExactly("error.pb");
    assertThat(seenAfterDocument)
        .containsExactly(List.of("error.pb", "USER:IllegalStateException"));
  }

  @Test
  void whoFailsAfterTheOutputsAreThereIsLate() throws Exception {
    Files.write(folder.resolve("outputs.pb"), OUTPUTS);

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterFailure("t", fatal)).isZero();

    assertThat(room.files()).containsExactly("outputs.pb");
  }

  /** By its clock it failed after the other one, whose failure is likely to be the cause. */
  @Test
  void whoFailsAfterAnotherIsToldBehindIt() throws Exception {
    TaskError first = failureOf("worker-0", Instant.now().minusSeconds(60));
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(first));

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterFailure("t", fatal)).isZero();

    assertThat(document("error.pb").message())
        .startsWith(first.message() + "\n(then worker-1 failed: java.lang.IllegalStateException");
    assertThat(document("error.pb").worker()).isEqualTo("worker-0");
    assertThat(document("error.pb").failures())
        .extracting(failure -> failure.replica().toString())
        .containsExactly("worker-0", "worker-1");
  }

  /** By its clock it failed before the other one, but was slower to say so. */
  @Test
  void whoFailedBeforeAnotherIsToldInFrontOfIt() throws Exception {
    TaskError later = failureOf("worker-0", Instant.now().plusSeconds(60));
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(later));

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterFailure("t", fatal)).isZero();

    assertThat(document("error.pb").message())
        .startsWith("worker-1 failed: java.lang.IllegalStateException: boom")
        .endsWith("\n(then " + later.message() + ")");
    assertThat(document("error.pb").worker()).isEqualTo("worker-1");
  }

  /** Two that fail at once may both find no document, and the second to write wins. */
  @Test
  void whoeverIsOverwrittenIsAddedAgain() throws Exception {
    settling = Duration.ofSeconds(8);
    CompletableFuture<Integer> exitCode =
        AttemptRoom.begin(
            () -> elected("worker-1", ErrorAggregation.NONE).afterFailure("t", fatal));
    Path error = folder.resolve("error.pb");
    while (!Files.exists(error)) {
      Thread.sleep(5);
    }
    TaskError other = failureOf("worker-0", Instant.now().minusSeconds(60));
    Files.write(error, FailureDocuments.write(other));

    assertThat(exitCode.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(document("error.pb").message())
        .startsWith(other.message() + "\n(then worker-1 failed: ");
    assertThat(seenAfterDocument).hasSize(2);
  }

  @Test
  void whereNobodyReadsErrorsTheExitCodeTellsOfThem() throws Exception {
    errorExit = ErrorExit.of(Map.of(ErrorExit.VARIABLE, "true"));

    assertThat(end("chief-0", RestartPolicy.ON_FAILURE).afterFailure("t", fatal)).isEqualTo(1);
    assertThat(document("error.pb").message()).startsWith("chief-0 failed: ");
    // Started again, it finds the attempt decided.
    assertThat(end("chief-0", RestartPolicy.ON_FAILURE).afterDecision()).isEqualTo(1);
    assertThat(room.said()).endsWith("the attempt has failed: exit 1\n");
    // Whose end is not the job's may leave.
    assertThat(end("worker-1", RestartPolicy.NEVER).afterDecision()).isZero();
  }

  @Test
  void whereNobodyReadsErrorsNoneThatMayLeadLeavesAFailedAttemptWith0() throws Exception {
    errorExit = ErrorExit.of(Map.of(ErrorExit.VARIABLE, " TRUE "));
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(relay()));

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterReturn(OUTPUTS)).isEqualTo(1);
    assertThat(room.files()).containsExactly("error.pb");
  }

  @Test
  void whereNobodyReadsErrorsWhatEndsWellEndsWell() throws Exception {
    errorExit = ErrorExit.of(Map.of(ErrorExit.VARIABLE, "true"));

    assertThat(elected("worker-1", ErrorAggregation.NONE).afterReturn(OUTPUTS)).isZero();
    assertThat(elected("worker-0", ErrorAggregation.NONE).afterDecision()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "false", "1", "yes"})
  void onlyTrueSaysThatNobodyReadsErrors(String value) {
    assertThat(ErrorExit.of(Map.of(ErrorExit.VARIABLE, value))).isEqualTo(new ErrorExit(0));
  }

  @Test
  void whereFlyteTakesTheEarliestErrorEachReplicaHasItsOwnUnderItsPodsName() throws Exception {
    TaskError first = failureOf("worker-0", Instant.now().minusSeconds(60));
    Files.write(folder.resolve("error.pb"), FailureDocuments.write(first));

    assertThat(
            elected("worker-1", new ErrorAggregation(true, "f1-n0-0-worker-1"))
                .afterFailure("t", fatal))
        .isZero();

    assertThat(room.files()).containsExactly("error-f1-n0-0-worker-1.pb", "error.pb");
    TaskError own = document("error-f1-n0-0-worker-1.pb");
    assertThat(own.worker()).isEqualTo("f1-n0-0-worker-1");
    assertThat(own.timestamp()).isNotNull();
    assertThat(own.message()).startsWith("worker-1 failed: ").doesNotContain("then");
    assertThat(document("error.pb").message()).contains("(then worker-1 failed: ");
  }

  /** The primary's document is the one that Flyte reads, and it has the relay in it. */
  @Test
  void aRelayHasThePodsNameAndNoFileOfItsOwn() throws Exception {
    ReplicaEnd end =
        end(
            new ReplicaFacts(
                Replica.parse("worker-1"),
                Lead.ANOTHERS,
                RestartPolicy.NEVER,
                3,
                new ErrorAggregation(true, "f1-n0-0-worker-1")));

    assertThat(end.afterFailure("t", fatal)).isEqualTo(1);

    assertThat(room.files()).containsExactly("replica-failure.pb");
    assertThat(document("replica-failure.pb").worker()).isEqualTo("f1-n0-0-worker-1");
  }

  @Test
  void whoHasWaitedInVainForTheElectedReplicaReportsThat() throws Exception {
    assertThat(elected("worker-1", ErrorAggregation.NONE).afterIgnoredOutputs("t", ignored()))
        .isZero();

    TaskError error = document("error.pb");
    assertThat(error.code() + " " + error.kind() + " " + error.origin())
        .isEqualTo("SYSTEM:Recoverable RECOVERABLE SYSTEM");
    assertThat(error.message())
        .isEqualTo(
            "worker-1 failed: it was done, and no replica has written outputs or an error for 0 s:"
                + " the one that leads hangs or is gone, as its log may tell; if it needs longer,"
                + " set JFLYTE_OUTPUTS_GRACE_SECONDS in the task's environment");
  }

  private static IgnoreOutputsException ignored() {
    return new IgnoreOutputsException("not mine");
  }

  private static TaskError failureOf(String replica, Instant when) {
    Replica who = Replica.parse(replica);
    return FailureDocuments.named(
        FailureDocuments.of(new IllegalStateException("reset by peer"), who, when), who);
  }

  private static void assertStays(CompletableFuture<Integer> exitCode) {
    assertThatThrownBy(() -> exitCode.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
  }
}
