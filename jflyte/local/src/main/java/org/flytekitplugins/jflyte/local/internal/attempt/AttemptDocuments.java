package org.flytekitplugins.jflyte.local.internal.attempt;

import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.Errors.ErrorDocument;
import flyteidl.core.Literals.LiteralMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flyte.api.v1.ContainerError;
import org.flyte.api.v1.Literal;
import org.flyte.api.v1.TypedInterface;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.idl.ErrorIdl;
import org.flytekitplugins.jflyte.idl.LiteralIdl;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.kubeflow.failure.ReplicaFailure;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.flytekitplugins.spi.RecoverableException.Origin;

/**
 * What an attempt left behind, read as Flyte reads it: of a job that failed nothing is read; of one
 * that succeeded an error comes before outputs.
 *
 * @param folder the attempt's
 * @param typedInterface the task's
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytepropeller/pkg/controller/nodes/task/handler.go">handler.go</a>
 */
public record AttemptDocuments(Path folder, TypedInterface typedInterface) {
  /**
   * The outputs of the attempt.
   *
   * @param end how the job ended
   * @param failure why, in the cluster's words
   * @throws TaskFailure if the attempt has failed
   */
  public Map<String, Literal> outcome(JobState end, String failure) {
    if (end != JobState.SUCCEEDED) {
      // Flyte cannot tell what a job failed of, and always tries again.
      throw new TaskFailure(
          "DownstreamSystemError", failure, failure, /* recoverable= */ true, Origin.USER, null);
    }
    Path error = folder.resolve(AttemptFiles.ERROR);
    if (Files.exists(error)) {
      throw failure(error);
    }
    Path outputs = folder.resolve(AttemptFiles.OUTPUTS);
    if (Files.exists(outputs)) {
      return outputs(outputs);
    }
    if (typedInterface.outputs().isEmpty()) {
      return Map.of();
    }
    throw new TaskFailure(
        "the job has succeeded, but nobody wrote " + outputs + ": see the logs beside it",
        /* recoverable= */ true,
        Origin.USER,
        null);
  }

  private static TaskFailure failure(Path file) {
    try {
      TaskError error = ErrorIdl.fromIdl(ErrorDocument.parseFrom(read(file)));
      Origin origin = error.origin() == null ? Origin.USER : error.origin();
      ReplicaFailure first = error.failures().isEmpty() ? null : error.failures().get(0);
      return new TaskFailure(
          error.code(),
          error.message(),
          // Somebody who does not write failures as data still says all in the message.
          first == null ? error.message() : first.sentence(),
          error.kind() == ContainerError.Kind.RECOVERABLE,
          origin,
          new ReplicaError(error.message(), error.failures()));
    } catch (InvalidProtocolBufferException e) {
      return new TaskFailure(file + " is damaged: " + e, /* recoverable= */ true, Origin.SYSTEM, e);
    }
  }

  private static Map<String, Literal> outputs(Path file) {
    try {
      return LiteralIdl.fromIdl(LiteralMap.parseFrom(read(file)));
    } catch (InvalidProtocolBufferException e) {
      throw new TaskFailure(file + " is damaged: " + e, /* recoverable= */ true, Origin.SYSTEM, e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
  }
}
