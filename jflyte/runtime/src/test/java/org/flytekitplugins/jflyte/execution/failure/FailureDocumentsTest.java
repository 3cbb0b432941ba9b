package org.flytekitplugins.jflyte.execution.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaSpec;
import org.flytekitplugins.kubeflow.RunPolicy;
import org.flytekitplugins.kubeflow.TrainingCluster;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What kinds of failures there are. */
class FailureDocumentsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Replica WORKER = Replica.parse("worker-1");
  private static final Replica CHIEF = Replica.parse("chief-0");

  private static class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  static Stream<Arguments> failures() {
    RuntimeException user = new RecoverableException("again");
    RuntimeException system = RecoverableException.ofSystem("lost", new IOException("reset"));
    ContainerError retry = ContainerError.create("BUSY", "later", ContainerError.Kind.RECOVERABLE);
    ContainerError no = ContainerError.create("NO", "never", ContainerError.Kind.NON_RECOVERABLE);
    Exception circular = new IllegalStateException("a", new IllegalStateException("b"));
    circular.getCause().initCause(circular);
    return Stream.of(
        // failure, of a replica, of a plain task
        Arguments.of(
            user, "USER:Recoverable RECOVERABLE USER", "USER:Recoverable RECOVERABLE USER"),
        Arguments.of(
            system,
            "SYSTEM:Recoverable RECOVERABLE SYSTEM",
            "SYSTEM:Recoverable RECOVERABLE SYSTEM"),
        Arguments.of(
            new IllegalStateException(new RuntimeException(system)),
            "SYSTEM:Recoverable RECOVERABLE SYSTEM",
            "SYSTEM:Recoverable RECOVERABLE SYSTEM"),
        Arguments.of(retry, "BUSY RECOVERABLE USER", "BUSY RECOVERABLE null"),
        Arguments.of(no, "NO NON_RECOVERABLE USER", "NO NON_RECOVERABLE null"),
        // Stock jflyte knows the outermost ContainerError only.
        Arguments.of(
            new IllegalStateException(retry),
            "USER:IllegalStateException RECOVERABLE USER",
            "USER:IllegalStateException NON_RECOVERABLE null"),
        Arguments.of(
            new IllegalStateException("x"),
            "USER:IllegalStateException NON_RECOVERABLE USER",
            "USER:IllegalStateException NON_RECOVERABLE null"),
        Arguments.of(
            new OutOfMemoryError("x"),
            "USER:OutOfMemoryError NON_RECOVERABLE USER",
            "USER:OutOfMemoryError NON_RECOVERABLE null"),
        Arguments.of(
            new BadRow(), "USER:BadRow NON_RECOVERABLE USER", "USER:BadRow NON_RECOVERABLE null"),
        Arguments.of(
            new BadRow() {},
            "USER:FailureDocumentsTest$1 NON_RECOVERABLE USER",
            "USER:FailureDocumentsTest$1 NON_RECOVERABLE null"),
        Arguments.of(
            circular,
            "USER:IllegalStateException NON_RECOVERABLE USER",
            "USER:IllegalStateException NON_RECOVERABLE null"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureHasACodeAKindAndAnOrigin(Throwable failure, String replica, String plain) {
    assertThat(summary(FailureDocuments.of(failure, WORKER, NOON))).isEqualTo(replica);
    assertThat(summary(FailureDocuments.ofPlainTask(failure))).isEqualTo(plain);
  }

  @Test
  void aReplicasFailureNamesItAndTheMoment() {
    ContainerError thrown =
        ContainerError.create("NO", "never", ContainerError.Kind.NON_RECOVERABLE);
    TaskError error = FailureDocuments.of(thrown, WORKER, NOON);
    assertThat(error)
        .isEqualTo(
            new TaskError(
                "NO",
                "never",
                ContainerError.Kind.NON_RECOVERABLE,
                RecoverableException.Origin.USER,
                "worker-1",
                NOON,
                List.of(
                    ReplicaFailure.of(
                        WORKER,
                        NOON,
                        "NO",
                        false,
                        RecoverableException.Origin.USER,
                        RootCause.chain(thrown)))));
    assertThat(FailureDocuments.read(FailureDocuments.write(error), "file:///x")).isEqualTo(error);
  }

  @Test
  void whoFailedFirstComesFirstAsDataToo() {
    TaskError relay = FailureDocuments.named(failure("first", WORKER), WORKER);
    TaskError joined = FailureDocuments.join(relay, failure("second", CHIEF), CHIEF);
    assertThat(joined.failures())
        .extracting(ReplicaFailure::replica)
        .containsExactly(WORKER, CHIEF);
    assertThat(joined.failures().get(1).sentence())
        .startsWith("chief-0: java.lang.IllegalStateException: second (at ");
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        // reported, own, in front
        Arguments.of("USER 12:00:01", "USER 12:00:00", "own"),
        Arguments.of("USER 12:00:00", "USER 12:00:01", "reported"),
        Arguments.of("USER 12:00:00", "USER 12:00:00", "reported"),
        Arguments.of("SYSTEM 12:00:01", "SYSTEM 12:00:00", "own"),
        Arguments.of("SYSTEM 12:00:00", "USER 12:00:09", "own"),
        Arguments.of("USER 12:00:09", "SYSTEM 12:00:00", "reported"));
  }

  /** A lost peer is noticed at once, and what has become of the peer often later. */
  @ParameterizedTest
  @MethodSource("pairs")
  void whereNobodyLeadsTheLikelyCauseIsInFront(String reported, String own, String inFront) {
    TaskError one = named(reported, "reported", WORKER);
    TaskError two = named(own, "own", CHIEF);

    TaskError joined = FailureDocuments.causeFirst(one, two);

    TaskError first = inFront.equals("own") ? two : one;
    TaskError then = inFront.equals("own") ? one : two;
    assertThat(joined)
        .isEqualTo(
            new TaskError(
                first.code(),
                first.message() + "\n(then " + then.message() + ")",
                one.kind() == two.kind() ? one.kind() : ContainerError.Kind.NON_RECOVERABLE,
                first.origin(),
                first.worker(),
                first.timestamp(),
                List.of(first.failures().get(0), then.failures().get(0))));
  }

  private static TaskError named(String failure, String message, Replica replica) {
    Instant when = Instant.parse("2026-11-22T" + failure.substring(failure.indexOf(' ') + 1) + "Z");
    RuntimeException thrown =
        failure.startsWith("SYSTEM")
            ? RecoverableException.ofSystem(message, new IOException("reset"))
            : new IllegalStateException(message);
    return FailureDocuments.named(FailureDocuments.of(thrown, replica, when), replica);
  }

  @Test
  void aFailureAfterARelayWithoutDataIsNotTakenForTheFirst() {
    TaskError relay =
        new TaskError("C", "ps-0 failed: x", ContainerError.Kind.RECOVERABLE, null, null, null);
    assertThat(FailureDocuments.join(relay, failure("second", CHIEF), CHIEF).failures()).isEmpty();
  }

  private static TaskError failure(String message, Replica replica) {
    return FailureDocuments.of(new IllegalStateException(message), replica, NOON);
  }

  @Test
  void theMessageIsTheStackTraceUnlessTheCodeIsNotToBlame() {
    assertThat(FailureDocuments.of(new IllegalStateException("boom"), WORKER, NOON).message())
        .startsWith("java.lang.IllegalStateException: boom\n\tat " + getClass().getName());
    assertThat(FailureDocuments.ofPlainTask(new JflyteException("Do that.")).message())
        .isEqualTo("Do that.");
    assertThat(
            FailureDocuments.ofPlainTask(new LaunchException("Cannot.", new IOException()))
                .message())
        .isEqualTo("Cannot.");
  }

  /** Nobody would know what "null" means. */
  @Test
  void anErrorWithoutAMessageIsItsStackTrace() {
    ContainerError mute = ContainerError.create("MUTE", null, ContainerError.Kind.RECOVERABLE);

    assertThat(FailureDocuments.ofPlainTask(mute).message())
        .startsWith("org.flyte.api.v1.ContainerError")
        .contains("\n\tat ");
  }

  @Test
  void aReplicaIsNamedInFrontUnlessThePodShouldHaveBeenSeveral() {
    TaskError error = FailureDocuments.of(new BadRow(), WORKER, NOON);
    assertThat(FailureDocuments.named(error, WORKER).message())
        .isEqualTo("worker-1 failed: " + error.message());

    TaskError lonely =
        FailureDocuments.of(
            new PluginNotEnabledException(
                "com.acme.Train",
                "tensorflow",
                TrainingCluster.of(Map.of(WORKER.type(), ReplicaSpec.of(2)), RunPolicy.empty()),
                Flyte.ONE),
            WORKER,
            NOON);
    assertThat(FailureDocuments.named(lonely, WORKER)).isEqualTo(lonely);
  }

  private static String summary(TaskError error) {
    return error.code() + " " + error.kind() + " " + error.origin();
  }
}
