package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import org.flytekitplugins.jflyte.execution.storage.UriText;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.internal.tensorboard.EventFile;
import org.jspecify.annotations.Nullable;

/**
 * Where TensorBoard finds what a replica reports: the folder {@code tensorboard/REPLICA} of the
 * task's raw outputs. Storage cannot append to a blob, so each {@link #flush} makes a new, complete
 * file, and none is written twice. For one thread.
 */
final class EventFolder {
  /** The folder within that of the raw outputs. */
  static final String NAME = "tensorboard";

  private static final int MOST_UNWRITTEN = 16 << 20;

  private final BlobStore blobs;
  private final String uri;
  private final Replica replica;
  private final Instant start = Instant.now();
  private EventFile file;
  private int number;

  /**
   * @param rawOutputs the URI of the folder for raw outputs
   * @param job what the replica is one of, in Markdown; the first file says it
   */
  EventFolder(BlobStore blobs, String rawOutputs, Replica replica, String job) {
    this.blobs = blobs;
    this.uri = UriText.under(UriText.under(rawOutputs, NAME), replica.toString());
    this.replica = replica;
    this.file = EventFile.begin(start).text("job", job);
  }

  String uri() {
    return uri;
  }

  /** Takes in a step; {@link #flush} writes it. */
  void add(Progress progress) {
    file.step(progress);
  }

  /**
   * Writes what was added since it last did. What cannot be written waits for the next time, unless
   * it is much.
   *
   * @return why it cannot be written; null if it is
   */
  @Nullable String flush() {
    if (file.steps() == 0) {
      return null;
    }
    byte[] bytes = file.bytes();
    try {
      blobs.write(UriText.under(uri, EventFile.name(start, replica, number)), bytes);
    } catch (RuntimeException e) {
      if (bytes.length < MOST_UNWRITTEN) {
        return e.getMessage();
      }
      long lost = file.steps();
      file = EventFile.begin(Instant.now());
      return e.getMessage() + "; the points of " + lost + " steps are lost";
    }
    number++;
    file = EventFile.begin(Instant.now());
    return null;
  }
}
