package org.flytekitplugins.jflyte.execution.storage;

import java.net.URI;
import java.nio.file.Path;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.spi.CheckpointFolder;

/** Checkpoints as blobs. A blob appears under its name only when it is complete. */
final class BlobCheckpointFolder implements CheckpointFolder {
  private static final String NOT_PLAIN = "/\\:*?\"<>|";

  private final BlobStore blobs;
  private final String uri;

  BlobCheckpointFolder(BlobStore blobs, String uri) {
    this.blobs = blobs;
    this.uri = UriText.legal(uri);
  }

  @Override
  public URI uri() {
    return URI.create(uri);
  }

  @Override
  public void write(String name, Path file) {
    blobs.upload(file, blob(name));
  }

  @Override
  public boolean read(String name, Path target) {
    String blob = blob(name);
    if (!blobs.exists(blob)) {
      return false;
    }
    blobs.download(blob, target);
    return true;
  }

  private String blob(String name) {
    boolean isPlain = !name.isBlank() && !name.equals(".") && !name.equals("..");
    for (int i = 0; isPlain && i < name.length(); i++) {
      isPlain = name.charAt(i) >= ' ' && NOT_PLAIN.indexOf(name.charAt(i)) < 0;
    }
    if (!isPlain) {
      throw new IllegalArgumentException(
          "checkpoint file name \""
              + name
              + "\" is not a plain name: leave out any path and the characters \\ / : * ? \" < > |");
    }
    return UriText.under(uri, UriText.encode(name));
  }
}
