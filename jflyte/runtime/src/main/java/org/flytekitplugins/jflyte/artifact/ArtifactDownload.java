package org.flytekitplugins.jflyte.artifact;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.Concurrently;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the files of a package, and believes none that is not what its name tells: a stock jflyte
 * that was killed may have left half a jar behind.
 */
public final class ArtifactDownload {
  private static final int DOWNLOADS = 3;

  private final BlobStore store;
  private final int concurrency;

  /**
   * @param store where blobs are
   * @param concurrency how many files are fetched at a time, at least 1
   */
  public ArtifactDownload(BlobStore store, int concurrency) {
    this.store = store;
    this.concurrency = concurrency;
  }

  /**
   * Downloads artifacts.
   *
   * @param artifacts what to download; one that is there several times is downloaded once
   * @param directory where to put the files, by their own names
   * @return the files, in the order of the artifacts
   * @throws JflyteException if a file does not have the hash in its name, or no name that a file
   *     can have, or if two artifacts have one name
   * @throws java.io.UncheckedIOException if the blob store fails, or a file cannot be written
   */
  public List<Path> download(List<Artifact> artifacts, Path directory) {
    Map<String, Artifact> byName = new LinkedHashMap<>();
    for (Artifact artifact : artifacts) {
      requirePlainName(artifact, directory);
      Artifact other = byName.putIfAbsent(artifact.name(), artifact);
      if (other != null && !other.equals(artifact)) {
        throw new JflyteException(
            String.format(
                "artifact %s is recorded twice, at %s and at %s: register the package again",
                artifact.name(), ShownUri.of(other.location()), ShownUri.of(artifact.location())));
      }
    }
    return new Concurrently<Artifact, Path>() {
      @Override
      protected Path apply(Artifact artifact) {
        return download(artifact, directory);
      }
    }.toEach(new ArrayList<>(byName.values()), concurrency);
  }

  private static void requirePlainName(Artifact artifact, Path directory) {
    Path name = Path.of(artifact.name());
    Path file = directory.resolve(name).normalize();
    if (artifact.name().isEmpty()
        || name.getNameCount() != 1
        || !directory.normalize().equals(file.getParent())) {
      throw new JflyteException(
          String.format(
              "artifact name '%s' (%s) is not the name of a file: register the package again",
              artifact.name(), ShownUri.of(artifact.location())));
    }
  }

  private Path download(Artifact artifact, Path directory) {
    Path file = directory.resolve(artifact.name());
    String expected = artifact.hash();
    String actual = null;
    for (int downloads = 0; downloads < DOWNLOADS; downloads++) {
      actual = ArtifactName.hash(store.download(artifact.location(), file, ArtifactName.ALGORITHM));
      // Whoever stages without hashes in names gives us nothing to compare with.
      if (isAsTold(actual, expected)) {
        return file;
      }
    }
    throw new JflyteException(
        String.format(
            "artifact %s is damaged: its name tells hash %s but its content has %s: delete it and"
                + " register the package again",
            ShownUri.of(artifact.location()), expected, actual));
  }

  private static boolean isAsTold(String actual, @Nullable String expected) {
    return expected == null || expected.equals(actual);
  }
}
