package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import flyteidl.core.IdentifierOuterClass.Identifier;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The codes and words by which flyteadmin refuses. */
final class Refusals {
  private Refusals() {}

  static StatusRuntimeException invalidArgument(String message) {
    return Status.INVALID_ARGUMENT.withDescription(message).asRuntimeException();
  }

  static StatusRuntimeException missing(String field) {
    return invalidArgument("missing " + field);
  }

  static StatusRuntimeException identical(String kind) {
    return Status.ALREADY_EXISTS
        .withDescription(kind + " with identical structure already exists")
        .asRuntimeException();
  }

  static StatusRuntimeException different(String kind, Identifier id) {
    return invalidArgument(
        id.getName()
            + " "
            + kind
            + " with different structure already exists. (Please register a new version of the "
            + kind
            + ")");
  }

  static StatusRuntimeException notFound(EntityKey key) {
    return Status.NOT_FOUND
        .withDescription(
            "missing entity of type "
                + key.type()
                + " with identifier "
                + oneLine(key.toIdentifier()))
        .asRuntimeException();
  }

  static StatusRuntimeException notFound(String kind, Message id) {
    return Status.NOT_FOUND
        .withDescription("missing entity of type " + kind + " with identifier " + oneLine(id))
        .asRuntimeException();
  }

  static StatusRuntimeException alreadyRecorded(String what) {
    return Status.ALREADY_EXISTS.withDescription(what).asRuntimeException();
  }

  static StatusRuntimeException failedPrecondition(String what) {
    return Status.FAILED_PRECONDITION.withDescription(what).asRuntimeException();
  }

  static String oneLine(MessageOrBuilder message) {
    return TextFormat.printer().shortDebugString(message);
  }
}
