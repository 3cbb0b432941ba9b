package org.flytekitplugins.jflyte.execution.failure;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Errors.ErrorDocument;
import org.flyte.api.v1.ContainerError;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.LauncherMark;
import org.flytekitplugins.jflyte.idl.StableBytes;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.spi.RecoverableException.Origin;
import org.jspecify.annotations.Nullable;

/**
 * The error document of an action of Flyte 2, which differs from that of Flyte 1 in two things.
 *
 * <p>A recoverable error of the platform would be tried again in the same folder, where its own
 * document still lies, and so without an end. Therefore every recoverable error counts as the
 * user's there, and the task's retries apply; whose it really is stays with the failures.
 *
 * <p>Flyte 2 writes documents of that name itself, as when a task without outputs has succeeded. So
 * ours have a mark, and one without it says nothing of the attempt.
 */
final class ActionDocument {
  private ActionDocument() {}

  static byte[] write(TaskError error) {
    boolean isRecoverable = error.kind() == ContainerError.Kind.RECOVERABLE;
    TaskError counted = isRecoverable ? error.withOrigin(Origin.USER) : error;
    return StableBytes.of(LauncherMark.on(ErrorIdl.toIdl(counted)));
  }

  /** The error as it was before it was written; null if somebody else wrote the document. */
  static @Nullable TaskError read(byte[] document) {
    try {
      ErrorDocument parsed = ErrorDocument.parseFrom(document);
      return LauncherMark.isOn(parsed) ? original(ErrorIdl.fromIdl(parsed)) : null;
    } catch (InvalidProtocolBufferException | JflyteException e) {
      return null;
    }
  }

  private static TaskError original(TaskError error) {
    return error.failures().isEmpty() ? error : error.withOrigin(error.failures().get(0).origin());
  }
}
