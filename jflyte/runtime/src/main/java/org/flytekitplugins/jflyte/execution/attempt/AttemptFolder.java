package org.flytekitplugins.jflyte.execution.attempt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.execution.failure.FailureDocuments;
import org.flytekitplugins.jflyte.execution.failure.LaunchException;
import org.flytekitplugins.jflyte.execution.process.Decision;
import org.flytekitplugins.jflyte.execution.storage.UriText;
import org.flytekitplugins.jflyte.idl.TaskError;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.jspecify.annotations.Nullable;

/**
 * The folder that all replicas of one attempt share, which is the task's output prefix. Every
 * attempt has a new one. Storage has neither list nor delete, so all names are known beforehand.
 *
 * <p>Every method throws {@link UncheckedIOException} if storage fails after retries; those that
 * write throw {@link TerminatedException} if the process is being terminated.
 */
public final class AttemptFolder {
  private final BlobStore blobs;
  private final String prefix;
  private final Flyte flyte;
  private final Decision decision;

  /**
   * The folder of an attempt.
   *
   * @param prefix its URI
   * @param flyte who reads the documents in it
   * @param decision what has to be made before anything is written
   */
  public AttemptFolder(BlobStore blobs, String prefix, Flyte flyte, Decision decision) {
    this.blobs = blobs;
    this.prefix = prefix;
    this.flyte = flyte;
    this.decision = decision;
  }

  /** Whether the primary has said how the attempt ended. */
  public boolean isDecided() {
    return hasError() || blobs.exists(uri(AttemptFiles.OUTPUTS));
  }

  /** Whether somebody has said why the attempt failed. */
  public boolean hasError() {
    return flyte == Flyte.TWO ? error() != null : blobs.exists(uri(AttemptFiles.ERROR));
  }

  /**
   * {@link #isDecided}, asked before anything runs.
   *
   * @throws LaunchException if storage fails
   */
  public boolean isDecidedAtStart() {
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
  public @Nullable TaskError relayAtStart() {
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

  /** How the attempt ended, as far as anybody has said. */
  Verdict verdict() {
    return new Verdict(error(), blobs.exists(uri(AttemptFiles.OUTPUTS)));
  }

  private @Nullable TaskError error() {
    String uri = uri(AttemptFiles.ERROR);
    Optional<byte[]> document = blobs.readIfPresent(uri);
    return document.isEmpty() ? null : FailureDocuments.read(document.get(), uri, flyte);
  }

  /** What a replica relayed; null if none did. */
  @Nullable TaskError relay() {
    String uri = uri(AttemptFiles.RELAY);
    Optional<byte[]> document = blobs.readIfPresent(uri);
    return document.isEmpty() ? null : FailureDocuments.read(document.get(), uri);
  }

  /** How often a replica has recorded a restart. */
  int restarts(Replica replica) {
    Optional<byte[]> record = blobs.readIfPresent(uri(AttemptFiles.restarts(replica)));
    return record.isEmpty() ? 0 : count(new String(record.get(), StandardCharsets.US_ASCII));
  }

  void writeRestarts(Replica replica, int restarts) {
    byte[] record = (restarts + "\n").getBytes(StandardCharsets.US_ASCII);
    write(AttemptFiles.restarts(replica), record);
  }

  void writeOutputs(byte[] outputs) {
    write(AttemptFiles.OUTPUTS, outputs);
  }

  /** Says that the attempt has failed, and with what. */
  public void writeError(TaskError error) {
    writeError(AttemptFiles.ERROR, error);
  }

  /** Says why one of several replicas has failed. */
  void writeError(String file, TaskError error) {
    write(file, FailureDocuments.write(error, flyte));
  }

  /** Whoever comes first relays; what is there already is left alone. */
  public void writeRelay(TaskError failure) {
    String uri = uri(AttemptFiles.RELAY);
    byte[] document = FailureDocuments.write(failure);
    if (!blobs.writeIfAbsentWhile(decision::allowsWrites, uri, document)) {
      throw new TerminatedException(uri);
    }
  }

  /**
   * What a replica has left for the deck.
   *
   * @throws IOException if that is none of ours
   */
  public Optional<ReplicaReport> report(Replica replica) throws IOException {
    Optional<byte[]> report = blobs.readIfPresent(uri(AttemptFiles.report(replica)));
    return report.isEmpty() ? Optional.empty() : Optional.of(ReplicaReport.read(report.get()));
  }

  /** Leaves for the deck what a replica has done; before and after anything is decided. */
  public void writeReport(Replica replica, ReplicaReport report) {
    String uri = uri(AttemptFiles.report(replica));
    if (!blobs.writeWhile(() -> !decision.isTerminated(), uri, report.bytes())) {
      throw new TerminatedException(uri);
    }
  }

  /** Leaves the page for the console. */
  public void writeDeck(byte[] page) {
    write(AttemptFiles.deck(flyte), page);
  }

  private void write(String name, byte[] content) {
    String uri = uri(name);
    if (!blobs.writeWhile(decision::allowsWrites, uri, content)) {
      throw new TerminatedException(uri);
    }
  }

  private String uri(String name) {
    return UriText.under(prefix, name);
  }

  private static int count(String record) {
    try {
      return Integer.parseInt(record.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
