package org.flytekitplugins.jflyte.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactDownload;
import org.flytekitplugins.jflyte.storage.BlobStore;

/** Compares what is staged with files of this machine. */
public final class StagedCopy {
  private final BlobStore store;

  /**
   * @param store where blobs are
   */
  public StagedCopy(BlobStore store) {
    this.store = store;
  }

  /**
   * Whether a staged file is the same to whom it runs for as a local one: equal bytes, or jars of
   * equal content.
   *
   * @throws org.flytekitplugins.jflyte.JflyteException if what is staged is damaged
   * @throws UncheckedIOException if one of them cannot be read
   */
  public boolean isSame(Artifact staged, Path file) {
    try {
      Path folder = Files.createTempDirectory("jflyte-registered-");
      try {
        return JarContent.isSame(
            new ArtifactDownload(store, 1).download(List.of(staged), folder).get(0), file);
      } finally {
        // What arrived damaged is there too.
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder)) {
          for (Path copy : copies) {
            Files.delete(copy);
          }
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("there is no place for a copy of " + staged.location(), e);
    }
  }
}
