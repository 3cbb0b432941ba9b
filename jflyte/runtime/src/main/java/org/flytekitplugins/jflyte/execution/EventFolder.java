package org.flytekitplugins.jflyte.execution;

import java.time.Instant;
import java.util.function.Supplier;
import org.flytekitplugins.jflyte.execution.process.ReplicaConsole;
import org.flytekitplugins.jflyte.execution.storage.UriText;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.report.Progress;
import org.flytekitplugins.report.internal.tensorboard.EventFile;

/**
 * Where TensorBoard finds what a replica reports: the folder {@code tensorboard/REPLICA} of the
 * task's raw outputs. Storage cannot append to a blob, so each {@link #write} makes a new, complete
 * file, and none is written twice. What cannot be written there is said, and is no reason to fail.
 */
final class EventFolder implements ProgressReader {
  /** The environment variable that switches this off: {@code false}. */
  static final String VARIABLE = "JFLYTE_TENSORBOARD";

  /** The folder within that of the raw outputs. */
  static final String NAME = "tensorboard";

  private static final int MOST_UNWRITTEN = 16 << 20;

  private final BlobStore blobs;
  private final String uri;
  private final Replica replica;
  private final Supplier<String> given;
  private final ReplicaConsole console;
  private final Instant start = Instant.now();
  private EventFile file;
  private int number;
  private String said = "";
  private boolean hasFailed;

  /**
   * @param rawOutputs the URI of the folder for raw outputs
   * @param job what the replica is one of, in Markdown; the first file says it
   * @param given what the training was given by now, in Markdown; the first file says it, and each
   *     before which there was more
   */
  EventFolder(
      BlobStore blobs,
      String rawOutputs,
      Replica replica,
      String job,
      Supplier<String> given,
      ReplicaConsole console) {
    this.blobs = blobs;
    this.uri = UriText.under(UriText.under(rawOutputs, NAME), replica.toString());
    this.replica = replica;
    this.given = given;
    this.console = console;
    this.file = EventFile.begin(start).text("job", job);
  }

  @Override
  public void add(Progress progress) {
    file.step(progress);
  }

  /** Writes what was added since. What cannot be written waits, unless it is much. */
  @Override
  public void write(boolean isLast) {
    if (file.steps() == 0) {
      return;
    }
    sayGiven();
    byte[] bytes = file.bytes();
    try {
      blobs.write(UriText.under(uri, EventFile.name(start, replica, number)), bytes);
      number++;
      hasFailed = false;
    } catch (RuntimeException e) {
      boolean isMuch = bytes.length >= MOST_UNWRITTEN;
      complain(e.getMessage() + (isMuch ? "; points of " + file.steps() + " steps are lost" : ""));
      if (!isMuch) {
        return;
      }
      said = "";
    }
    file = EventFile.begin(Instant.now());
  }

  private void sayGiven() {
    String all = given.get();
    if (!all.equals(said)) {
      file.text("configuration", all);
      said = all;
    }
  }

  private void complain(String why) {
    if (!hasFailed) {
      console.say("TensorBoard's files in " + uri + " cannot be written now: " + why);
    }
    hasFailed = true;
  }
}
