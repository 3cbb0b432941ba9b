package org.flytekitplugins.jflyte.dynamic;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import flyteidl.core.DynamicJob.DynamicJobSpec;
import flyteidl.core.Literals.LiteralMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.driver.ActionDrive;
import org.flytekitplugins.jflyte.execution.attempt.AttemptFiles;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.idl.StableBytes;

/** The job of a task that makes one, where it has to run it too. */
final class DrivenJob {
  private final ActionDrive drive;

  DrivenJob(ActionDrive drive) {
    this.drive = drive;
  }

  /**
   * Runs it; the outputs.
   *
   * @param make runs the task, which is done once however often its pod is killed
   */
  DynamicExecution.Document run(Supplier<DynamicExecution.Document> make) {
    Optional<byte[]> kept = drive.keptJob();
    byte[] job;
    if (kept.isPresent()) {
      job = kept.get();
    } else {
      DynamicExecution.Document made = make.get();
      // A flag that the task has left would end the wait for its nodes.
      Thread.interrupted();
      if (!made.name().equals(AttemptFiles.FUTURES)) {
        return made;
      }
      job = made.content().toByteArray();
      drive.keepJob(job);
    }
    try {
      return new DynamicExecution.Document(
          AttemptFiles.OUTPUTS,
          ByteString.copyFrom(
              StableBytes.of(
                  LiteralMap.newBuilder()
                      .putAllLiterals(drive.run(DynamicJobSpec.parseFrom(job)))
                      .build())));
    } catch (InvalidProtocolBufferException e) {
      throw new JflyteException(
          "the job of an earlier attempt cannot be understood ("
              + e.getMessage()
              + "): run it again",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaunchException(
          "its nodes are not awaited any more, because it was interrupted", e);
    }
  }
}
