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
  static final String OUTPUTS = "outputs.pb";
  static final String ERROR = "error.pb";

  /** Not {@code error….pb}: propeller may take any such file for an error of the task. */
  static final String RELAY = "replica-failure.pb";

  static final String RESTARTS = "replica-restarts-";

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
    return blobs.exists(options.output(ERROR)) || blobs.exists(options.output(OUTPUTS));
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
    String uri = options.output(RELAY);
    Optional<byte[]> document = blobs.readIfPresent(uri);
    return document.isEmpty() ? null : FailureDocuments.read(document.get(), uri);
  }

  /** How often a replica has recorded a restart. */
  int restarts(Replica replica) {
    Optional<byte[]> record = blobs.readIfPresent(options.output(RESTARTS + replica));
    return record.isEmpty() ? 0 : count(new String(record.get(), StandardCharsets.US_ASCII));
  }

  void writeRestarts(Replica replica, int restarts) {
    byte[] record = (restarts + "\n").getBytes(StandardCharsets.US_ASCII);
    write(RESTARTS + replica, record);
  }

  void writeOutputs(byte[] outputs) {
    write(OUTPUTS, outputs);
  }

  void writeError(TaskError error) {
    write(ERROR, FailureDocuments.write(error));
  }

  /** Whoever comes first relays; what is there already is left alone. */
  void writeRelay(TaskError failure) {
    if (!blobs.exists(options.output(RELAY))) {
      write(RELAY, FailureDocuments.write(failure));
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
