package org.flytekitplugins.jflyte.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import flyteidl.core.Errors;
import flyteidl.core.Execution.ExecutionError.ErrorKind;
import java.time.Instant;
import java.util.List;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.spi.RecoverableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorIdlTest {
  private static final ReplicaFailure FAILURE =
      ReplicaFailure.of(
          Replica.parse("worker-1"),
          Instant.ofEpochSecond(7, 8),
          "USER:Bad",
          true,
          RecoverableException.Origin.SYSTEM,
          ExceptionChain.of(
              List.of(ThrownException.of("a.B", "outer"), ThrownException.of("a.C", null, "C(1)")),
              CodeLine.of("a.D", "run", 34)));

  @Test
  void writes_the_fields_that_are_newer_by_their_numbers() {
    assertThat(
            ErrorIdl.toIdl(
                "USER:Bad",
                "größe",
                ContainerError.Kind.NON_RECOVERABLE,
                RecoverableException.Origin.USER,
                "worker-1",
                Instant.ofEpochSecond(7, 8)))
        .isEqualTo(
            document(
                Errors.ContainerError.newBuilder()
                    .setCode("USER:Bad")
                    .setMessage("größe")
                    .setKind(Errors.ContainerError.Kind.NON_RECOVERABLE)
                    .setOrigin(ErrorKind.USER)
                    .setUnknownFields(
                        UnknownFieldSet.newBuilder()
                            .addField(
                                5,
                                UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(
                                        Timestamp.newBuilder()
                                            .setSeconds(7)
                                            .setNanos(8)
                                            .build()
                                            .toByteString())
                                    .build())
                            .addField(
                                6,
                                UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(ByteString.copyFromUtf8("worker-1"))
                                    .build())
                            .build())));
  }

  @ParameterizedTest
  @CsvSource({
    "RECOVERABLE, USER",
    "RECOVERABLE, SYSTEM",
    "RECOVERABLE,",
    "NON_RECOVERABLE, USER",
    "NON_RECOVERABLE, SYSTEM",
    "NON_RECOVERABLE,",
  })
  void writes_kinds_and_origins_by_their_names(
      ContainerError.Kind kind, RecoverableException.Origin origin) {
    assertThat(ErrorIdl.toIdl("c", "m", kind, origin, null, null))
        .isEqualTo(
            document(
                Errors.ContainerError.newBuilder()
                    .setCode("c")
                    .setMessage("m")
                    .setKind(Errors.ContainerError.Kind.valueOf(kind.name()))
                    .setOrigin(
                        origin == null ? ErrorKind.UNKNOWN : ErrorKind.valueOf(origin.name()))));
  }

  @Test
  void refuses_a_document_without_an_error() {
    assertThatThrownBy(() -> ErrorIdl.fromIdl(Errors.ErrorDocument.getDefaultInstance()))
        .isInstanceOf(JflyteException.class)
        .hasMessage("the error document holds no error; whoever wrote it must say what failed");
  }

  @Test
  void refuses_kinds_origins_and_timestamps_that_it_does_not_know() {
    assertRefused(
        Errors.ContainerError.newBuilder().setKindValue(9),
        "the kind of the error is 9, which flytekit-java cannot hold; use 0 (NON_RECOVERABLE) or 1"
            + " (RECOVERABLE)");
    assertRefused(
        Errors.ContainerError.newBuilder().setOriginValue(9),
        "the origin of the error is 9, which flytekit-java cannot hold; use 0 (UNKNOWN), 1 (USER)"
            + " or 2 (SYSTEM)");
    assertRefused(
        Errors.ContainerError.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder().addField(5, NewerField.of("<html>")).build()),
        "field 5 of the error, its timestamp, is damaged; write the document again");
  }

  /** Versions of us that are already in use read these numbers. */
  @Test
  void writes_failures_of_replicas_beside_the_error_under_numbers_of_our_own() {
    assertThat(ReplicaFailureIdl.toIdl(List.of(FAILURE)).toString())
        .isEqualTo(
            """
            50001: {
              1: "worker-1"
              2: {
                1: 7
                2: 8
              }
              3: "USER:Bad"
              4: 1
              5: 1
              6: {
                1: "a.B"
                2: "outer"
              }
              6: {
                1: "a.C"
                3: "C(1)"
              }
              7: {
                1: "a.D"
                2: "run"
                3: 34
              }
            }
            """);
  }

  @Test
  void passes_over_failures_that_it_cannot_read_because_the_message_says_it_all() throws Exception {
    UnknownFieldSet failures = ReplicaFailureIdl.toIdl(List.of(FAILURE));
    ByteString whole =
        failures.getField(ReplicaFailureIdl.FAILURES).getLengthDelimitedList().get(0);
    UnknownFieldSet.Builder unknownRole = UnknownFieldSet.parseFrom(whole).toBuilder();
    unknownRole.addField(1, NewerField.of("launcher-0"));
    UnknownFieldSet.Builder nothingThrown = UnknownFieldSet.parseFrom(whole).toBuilder();
    nothingThrown.clearField(6);
    assertThat(failuresIn(whole)).containsExactly(FAILURE);
    for (ByteString unread :
        List.of(
            unknownRole.build().toByteString(),
            nothingThrown.build().toByteString(),
            whole.substring(0, whole.size() - 1),
            ByteString.EMPTY,
            ByteString.copyFromUtf8("<html>"))) {
      assertThat(failuresIn(unread)).isEmpty();
    }
  }

  private static List<ReplicaFailure> failuresIn(ByteString bytes) {
    Field field = Field.newBuilder().addLengthDelimited(bytes).build();
    Errors.ErrorDocument document =
        document(Errors.ContainerError.newBuilder().setMessage("worker-1 failed: x")).toBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder().addField(ReplicaFailureIdl.FAILURES, field).build())
            .build();
    TaskError error = ErrorIdl.fromIdl(document);
    assertThat(error.message()).isEqualTo("worker-1 failed: x");
    return error.failures();
  }

  private static void assertRefused(Errors.ContainerError.Builder error, String sentence) {
    assertThatThrownBy(() -> ErrorIdl.fromIdl(document(error)))
        .isInstanceOf(JflyteException.class)
        .hasMessage(sentence);
  }

  private static Errors.ErrorDocument document(Errors.ContainerError.Builder error) {
    return Errors.ErrorDocument.newBuilder().setError(error).build();
  }
}
