package org.flytekitplugins.jflyte.execution.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import flyteidl.core.Errors;
import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Execution.ExecutionError.ErrorKind;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Error documents as either Flyte is to read them. */
class ActionDocumentTest {
  private static final Replica WORKER = Replica.parse("worker-1");
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

  private static final TaskError LOST_PEER = FailureDocuments.of(gone(), WORKER, NOON);

  /** A recoverable error of the platform would make the same job for ever. */
  @ParameterizedTest
  @CsvSource({
    "RECOVERABLE, SYSTEM, USER",
    "RECOVERABLE, USER, USER",
    "RECOVERABLE, , USER",
    "NON_RECOVERABLE, SYSTEM, SYSTEM",
    "NON_RECOVERABLE, USER, USER",
    "NON_RECOVERABLE, , UNKNOWN"
  })
  void whatMayBeTriedAgainCountsAsTheUsers(
      ContainerError.Kind kind, Origin origin, ErrorKind counted) throws Exception {
    TaskError error = new TaskError("CODE", "x", kind, origin, null, null);

    Errors.ContainerError read = parse(FailureDocuments.write(error, Flyte.TWO)).getError();

    assertThat(read.getOrigin()).isEqualTo(counted);
    assertThat(read.getKindValue()).isEqualTo(kind == ContainerError.Kind.RECOVERABLE ? 1 : 0);
    assertThat(read.getMessage()).isEqualTo("x");
  }

  @Test
  void theCodeAndTheDataSayWhoseItIs() throws Exception {
    ErrorDocument document = parse(FailureDocuments.write(LOST_PEER, Flyte.TWO));

    assertThat(document.getError().getOrigin()).isEqualTo(ErrorKind.USER);
    assertThat(document.getError().getCode()).isEqualTo("SYSTEM:Recoverable");
  }

  /** Which of several failures stands in front goes by it. */
  @Test
  void aReplicaReadsItAsItWasBeforeItWasWritten() {
    assertThat(LOST_PEER.origin()).isEqualTo(Origin.SYSTEM);
    byte[] document = FailureDocuments.write(LOST_PEER, Flyte.TWO);

    assertThat(FailureDocuments.read(document, "x", Flyte.TWO)).isEqualTo(LOST_PEER);
  }

  @Test
  void oneWithoutOurMarkIsNobodysWord() {
    byte[] flytes =
        ErrorDocument.newBuilder()
            .setError(Errors.ContainerError.newBuilder().setCode("x").setMessage("no outputs"))
            .build()
            .toByteArray();

    assertThat(FailureDocuments.read(flytes, "x", Flyte.TWO)).isNull();
    assertThat(FailureDocuments.read(new byte[] {10, 99, 1}, "x", Flyte.TWO)).isNull();
    assertThat(FailureDocuments.read(new byte[0], "x", Flyte.TWO)).isNull();
    assertThat(FailureDocuments.read(flytes, "x", Flyte.ONE)).isNotNull();
  }

  /** As version 859e7cb6 of this launcher wrote them, which knew of no second Flyte. */
  @ParameterizedTest
  @MethodSource
  void forTheFirstEveryByteIsAsItEverWas(TaskError error, String bytes) {
    assertThat(HexFormat.of().formatHex(FailureDocuments.write(error, Flyte.ONE))).isEqualTo(bytes);
  }

  static Stream<Arguments> forTheFirstEveryByteIsAsItEverWas() {
    return Stream.of(
        arguments(
            FailureDocuments.named(LOST_PEER, WORKER),
            "0a4d0a1253595354454d3a5265636f76657261626c651221776f726b65722d31206661696c65643a20776f"
                + "726b65722d3020697320676f6e65180120022a0608c084abd8063208776f726b65722d318ab5188e"
                + "010a08776f726b65722d31120608c084abd8061a1253595354454d3a5265636f76657261626c6520"
                + "01280132620a3c6f72672e666c7974656b6974706c7567696e732e6a666c7974652e657865637574"
                + "696f6e2e6661696c7572652e4c61756e6368457863657074696f6e1210776f726b65722d30206973"
                + "20676f6e651a10776f726b65722d3020697320676f6e65"),
        arguments(
            FailureDocuments.ofPlainTask(gone()),
            "0a2a0a1253595354454d3a5265636f76657261626c651210776f726b65722d3020697320676f6e65180120"
                + "02"),
        arguments(
            FailureDocuments.ofPlainTask(
                ContainerError.create("CODE", "later", ContainerError.Kind.RECOVERABLE)),
            "0a0f0a04434f444512056c617465721801"),
        arguments(
            new TaskError(
                "CODE",
                "x",
                ContainerError.Kind.NON_RECOVERABLE,
                Origin.USER,
                WORKER.toString(),
                NOON),
            "0a1d0a04434f444512017820012a0608c084abd8063208776f726b65722d31"));
  }

  private static LaunchException gone() {
    return new LaunchException("worker-0 is gone", new IOException("reset"));
  }

  private static ErrorDocument parse(byte[] document) throws Exception {
    return ErrorDocument.parseFrom(document);
  }
}
