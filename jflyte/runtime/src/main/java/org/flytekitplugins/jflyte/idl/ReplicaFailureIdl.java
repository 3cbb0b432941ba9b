package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.failure.CodeLine;
import org.flytekitplugins.kubeflow.failure.ExceptionChain;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.failure.ThrownException;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The failures of replicas, as a field of our own in an {@code ErrorDocument}. Flyte, like every
 * reader of protobuf, passes over fields that it does not know.
 *
 * <pre>{@code
 * message ErrorDocument {
 *   ContainerError error = 1;
 *   repeated ReplicaFailure failures = 50001;   // the first, then what failed after it
 * }
 * message ReplicaFailure {
 *   string replica = 1;                         // worker-1
 *   google.protobuf.Timestamp time = 2;
 *   string code = 3;
 *   bool recoverable = 4;
 *   bool system = 5;                            // whose failure: the platform's, else the user's
 *   repeated Exception exceptions = 6;          // the innermost last
 *   Line line = 7;
 * }
 * message Exception { string type = 1; optional string message = 2; optional string text = 3; }
 * message Line { string class = 1; string method = 2; int32 number = 3; }
 * }</pre>
 *
 * <p>The number is of those that protobuf leaves to organisations for use among themselves.
 *
 * @see <a
 *     href="https://github.com/protocolbuffers/protobuf/blob/v25.5/src/google/protobuf/descriptor.proto">descriptor.proto</a>
 */
final class ReplicaFailureIdl {
  /** The number of the field of an {@code ErrorDocument}. */
  static final int FAILURES = 50_001;

  private ReplicaFailureIdl() {}

  /** The fields of a document that say which replicas failed, in this order. */
  static UnknownFieldSet toIdl(List<ReplicaFailure> failures) {
    Field.Builder all = Field.newBuilder();
    failures.forEach(failure -> all.addLengthDelimited(message(failure).toByteString()));
    return UnknownFieldSet.newBuilder().addField(FAILURES, all.build()).build();
  }

  /**
   * Which replicas failed, by the fields of a document; empty if they do not say so in full, as
   * when somebody of another version wrote them. The message of the error says it all in any case.
   */
  static List<ReplicaFailure> fromIdl(UnknownFieldSet document) {
    try {
      List<ReplicaFailure> failures = new ArrayList<>();
      for (ByteString bytes : document.getField(FAILURES).getLengthDelimitedList()) {
        failures.add(failure(UnknownFieldSet.parseFrom(bytes)));
      }
      return List.copyOf(failures);
    } catch (InvalidProtocolBufferException | IllegalArgumentException | DateTimeException e) {
      return List.of();
    }
  }

  private static UnknownFieldSet message(ReplicaFailure failure) {
    UnknownFieldSet.Builder message =
        UnknownFieldSet.newBuilder()
            .addField(1, NewerField.of(failure.replica().toString()))
            .addField(2, NewerField.of(TimeIdl.toIdl(failure.time())))
            .addField(3, NewerField.of(failure.code()))
            .addField(4, NewerField.of(failure.isRecoverable()))
            .addField(5, NewerField.of(failure.origin() == Origin.SYSTEM));
    Field.Builder exceptions = Field.newBuilder();
    for (ThrownException thrown : failure.thrown().exceptions()) {
      exceptions.addLengthDelimited(message(thrown).toByteString());
    }
    message.addField(6, exceptions.build());
    CodeLine line = failure.thrown().line();
    if (line != null) {
      message.addField(
          7, Field.newBuilder().addLengthDelimited(message(line).toByteString()).build());
    }
    return message.build();
  }

  private static UnknownFieldSet message(ThrownException thrown) {
    UnknownFieldSet.Builder message =
        UnknownFieldSet.newBuilder().addField(1, NewerField.of(thrown.type()));
    if (thrown.message() != null) {
      message.addField(2, NewerField.of(thrown.message()));
    }
    // Else it would be there twice.
    if (!thrown.equals(ThrownException.of(thrown.type(), thrown.message()))) {
      message.addField(3, NewerField.of(thrown.text()));
    }
    return message.build();
  }

  private static UnknownFieldSet message(CodeLine line) {
    return UnknownFieldSet.newBuilder()
        .addField(1, NewerField.of(line.className()))
        .addField(2, NewerField.of(line.methodName()))
        .addField(3, Field.newBuilder().addVarint(line.number()).build())
        .build();
  }

  private static ReplicaFailure failure(UnknownFieldSet message)
      throws InvalidProtocolBufferException {
    List<ThrownException> exceptions = new ArrayList<>();
    for (ByteString bytes : message.getField(6).getLengthDelimitedList()) {
      exceptions.add(exception(UnknownFieldSet.parseFrom(bytes)));
    }
    ByteString line = last(message, 7);
    return ReplicaFailure.of(
        Replica.parse(required(message, 1).toStringUtf8()),
        TimeIdl.fromIdl(Timestamp.parseFrom(required(message, 2))),
        required(message, 3).toStringUtf8(),
        number(message, 4) != 0,
        number(message, 5) != 0 ? Origin.SYSTEM : Origin.USER,
        ExceptionChain.of(exceptions, line == null ? null : line(UnknownFieldSet.parseFrom(line))));
  }

  private static ThrownException exception(UnknownFieldSet message) {
    String type = required(message, 1).toStringUtf8();
    ByteString said = last(message, 2);
    String words = said == null ? null : said.toStringUtf8();
    ByteString text = last(message, 3);
    return text == null
        ? ThrownException.of(type, words)
        : ThrownException.of(type, words, text.toStringUtf8());
  }

  private static CodeLine line(UnknownFieldSet message) {
    return CodeLine.of(
        required(message, 1).toStringUtf8(),
        required(message, 2).toStringUtf8(),
        (int) Math.min(Integer.MAX_VALUE, number(message, 3)));
  }

  private static ByteString required(UnknownFieldSet message, int field) {
    ByteString value = last(message, field);
    if (value == null) {
      throw new IllegalArgumentException("field " + field + " of a failure is not there");
    }
    return value;
  }

  private static @Nullable ByteString last(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? null : values.get(values.size() - 1);
  }

  private static long number(UnknownFieldSet message, int field) {
    List<Long> values = message.getField(field).getVarintList();
    return values.isEmpty() ? 0 : values.get(values.size() - 1);
  }
}
