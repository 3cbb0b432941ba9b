package org.flytekitplugins.jflyte.execution;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.deck.TrainingDeck;
import org.jspecify.annotations.Nullable;

/**
 * The folder that all replicas of one attempt share, which is the task's output prefix. Every
 * attempt has a new one. Storage has neither list nor delete, so all names are known beforehand.
 *
 * <p>Every method throws {@link UncheckedIOException} if storage fails after retries; those that
 * write throw {@link TerminatedException} if the process is being terminated.
 */
final class AttemptFolder {
  private final BlobStore blobs;
  private final ExecuteOptions options;
  private final Decision decision;

  AttemptFolder(BlobStore blobs, ExecuteOptions options, Decision decision) {
    this.blobs = blobs;
    this.options = options;
    this.decision = decision;
  }

  /** Whether the primary has said how the attempt ended. */
  boolean isDecided() {
    return blobs.exists(options.output(AttemptFiles.ERROR))
        || blobs.exists(options.output(AttemptFiles.OUTPUTS));
  }

  /**
   * {@link #isDecided}, asked before anything runs.
   *
   * @throws LaunchException if storage fails
   */
  boolean isDecidedAtStart() {
    try {
      return isDecided();
    } catch (UncheckedIOException e) {
      throw cannotLook(e);
    }
  }

  /**
   * {@link #relay}, asked before anything runs.
   *
   * @throws LaunchException if storage fails
   */
  @Nullable TaskError relayAtStart() {
    try {
      return relay();
    } catch (UncheckedIOException e) {
      throw cannotLook(e);
    }
  }

  private static LaunchException cannotLook(UncheckedIOException e) {
    return new LaunchException(
        "the folder of the attempt cannot be looked at: " + e.getMessage(), e);
  }

  /** What a replica relayed; null if none did. */
  @Nullable TaskError relay() {
    String uri = options.output(AttemptFiles.RELAY);
    Optional<byte[]> document = blobs.readIfPresent(uri);
    return document.isEmpty() ? null : FailureDocuments.read(document.get(), uri);
  }

  /** How often a replica has recorded a restart. */
  int restarts(Replica replica) {
    Optional<byte[]> record = blobs.readIfPresent(options.output(AttemptFiles.restarts(replica)));
    return record.isEmpty() ? 0 : count(new String(record.get(), StandardCharsets.US_ASCII));
  }

  void writeRestarts(Replica replica, int restarts) {
    byte[] record = (restarts + "\n").getBytes(StandardCharsets.US_ASCII);
    write(AttemptFiles.restarts(replica), record);
  }

  void writeOutputs(byte[] outputs) {
    write(AttemptFiles.OUTPUTS, outputs);
  }

  void writeError(TaskError error) {
    write(AttemptFiles.ERROR, FailureDocuments.write(error));
  }

  /** Whoever comes first relays; what is there already is left alone. */
  void writeRelay(TaskError failure) {
    if (!blobs.exists(options.output(AttemptFiles.RELAY))) {
      write(AttemptFiles.RELAY, FailureDocuments.write(failure));
    }
  }

  void writeDeck(byte[] page) {
    write(TrainingDeck.FILE, page);
  }

  private void write(String name, byte[] content) {
    String uri = options.output(name);
    if (!blobs.writeWhile(decision::allowsWrites, uri, content)) {
      throw new TerminatedException(uri);
    }
  }

  private static int count(String record) {
    try {
      return Integer.parseInt(record.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
