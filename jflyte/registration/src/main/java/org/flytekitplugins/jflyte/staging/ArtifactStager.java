package org.flytekitplugins.jflyte.staging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.artifact.ArtifactName;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.Concurrently;
import org.flytekitplugins.spi.internal.ShownUri;

/**
 * Puts the files of packages into a blob store, under names that tell their content: what is there
 * as it should be is not put there again. What is there, or was put there, is read and compared,
 * because no file system tells the hash of what it has.
 */
public final class ArtifactStager {
  /** How many files are staged at a time unless somebody says otherwise. */
  public static final int CONCURRENCY = 8;

  private static final int UPLOADS = 3;

  private final BlobStore store;
  private final String location;
  private final int concurrency;

  /**
   * @param store where blobs are
   * @param location the URI of a folder, with or without a slash at its end
   * @param concurrency how many files are staged at a time, at least 1
   */
  public ArtifactStager(BlobStore store, String location, int concurrency) {
    this.store = store;
    this.location = location.endsWith("/") ? location : location + "/";
    this.concurrency = concurrency;
  }

  /**
   * What {@link #stage} will return for files, so that templates can tell before anything is
   * uploaded.
   *
   * @param files the files of a package
   * @param location the URI of a folder, with or without a slash at its end
   * @return the artifacts, in the order of their names
   * @throws UncheckedIOException if a file cannot be read
   */
  public static List<Artifact> plan(List<Path> files, String location) {
    String folder = location.endsWith("/") ? location : location + "/";
    List<Artifact> artifacts = new ArrayList<>();
    for (Path file : files) {
      artifacts.add(
          new Artifact(String.valueOf(file.getFileName()), folder + ArtifactName.of(file)));
    }
    artifacts.sort(Comparator.comparing(Artifact::name));
    return List.copyOf(artifacts);
  }

  /**
   * Stages files.
   *
   * @param files the files, no two of one name
   * @param listener is told of each file
   * @return the artifacts, in the order of their names
   * @throws JflyteException if a path is not a file, if two files have one name, or if what is read
   *     back is not what was uploaded
   * @throws UncheckedIOException if a file cannot be read, or the blob store fails
   */
  public List<Artifact> stage(List<Path> files, StagingListener listener) {
    Map<String, Path> byName = new TreeMap<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new JflyteException(
            file + " cannot be staged because it is not a file: a package is a directory of jars");
      }
      String name = String.valueOf(file.getFileName());
      Path other = byName.putIfAbsent(name, file);
      if (other != null) {
        throw new JflyteException(
            String.format(
                "%s and %s cannot both be staged because they have one name: rename one",
                other, file));
      }
    }
    Progress progress = new Progress(listener, byName.size());
    // Large files first: the last one to start should not be the one that takes longest.
    List<Path> bySize = new ArrayList<>(byName.values());
    bySize.sort(Comparator.comparing(ArtifactStager::size).reversed());
    List<Artifact> artifacts =
        new Concurrently<Path, Artifact>() {
          @Override
          protected Artifact apply(Path file) {
            return stage(file, progress);
          }
        }.toEach(bySize, concurrency);
    artifacts.sort(Comparator.comparing(Artifact::name));
    return List.copyOf(artifacts);
  }

  private Artifact stage(Path file, Progress progress) {
    String name = ArtifactName.of(file);
    Artifact artifact = new Artifact(String.valueOf(file.getFileName()), location + name);
    // An upload that was cut off, or a hand, may have left something else under the name.
    boolean isNew =
        !store.exists(artifact.location()) || !Objects.equals(hash(artifact), artifact.hash());
    if (isNew) {
      upload(file, artifact);
    }
    progress.staged(artifact, size(file), isNew);
    return artifact;
  }

  private void upload(Path file, Artifact artifact) {
    String expected = artifact.hash();
    String actual = null;
    for (int uploads = 0; uploads < UPLOADS; uploads++) {
      store.upload(file, artifact.location());
      actual = hash(artifact);
      if (actual.equals(expected)) {
        return;
      }
    }
    throw new JflyteException(
        String.format(
            "%s was uploaded %d times to %s, but what is there has hash %s: delete it, and see that"
                + " the file does not change while it is staged",
            file, UPLOADS, ShownUri.of(artifact.location()), actual));
  }

  private String hash(Artifact artifact) {
    return ArtifactName.hash(store.digest(artifact.location(), ArtifactName.ALGORITHM));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static final class Progress {
    private final StagingListener listener;
    private final int total;
    private int done;

    Progress(StagingListener listener, int total) {
      this.listener = listener;
      this.total = total;
    }

    synchronized void staged(Artifact artifact, long bytes, boolean isNew) {
      done++;
      listener.staged(artifact, bytes, isNew, done, total);
    }
  }
}
