package org.flytekitplugins.jflyte.execution.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.kubeflow.internal.FolderTree;
import org.flytekitplugins.spi.CheckpointFolder;
import org.flytekitplugins.spi.LocalFolderStorage;
import org.flytekitplugins.spi.TaskStorage;
import org.jspecify.annotations.Nullable;

/** The storage of a task in a pod: the platform's blob store, in the folders that Flyte names. */
public final class BlobTaskStorage implements TaskStorage {
  /** Where Flyte keeps an attempt's checkpoints under the folder for raw outputs. */
  private static final String CHECKPOINTS = "_flytecheckpoints";

  private final BlobStore blobs;
  private final String rawOutputPrefix;
  private final CheckpointFolder checkpoints;
  private final Optional<CheckpointFolder> previousCheckpoints;

  private BlobTaskStorage(
      BlobStore blobs,
      String rawOutputPrefix,
      CheckpointFolder checkpoints,
      Optional<CheckpointFolder> previousCheckpoints) {
    this.blobs = blobs;
    this.rawOutputPrefix = rawOutputPrefix;
    this.checkpoints = checkpoints;
    this.previousCheckpoints = previousCheckpoints;
  }

  /**
   * The storage of an attempt.
   *
   * @param rawOutputPrefix the URI of the folder for uploads
   * @param checkpoint the URI of the folder for its checkpoints; null: within that for uploads
   * @param previousCheckpoint the URI of the previous attempt's folder, or null
   */
  public static BlobTaskStorage of(
      BlobStore blobs,
      String rawOutputPrefix,
      @Nullable String checkpoint,
      @Nullable String previousCheckpoint) {
    String own = checkpoint == null ? UriText.under(rawOutputPrefix, CHECKPOINTS) : checkpoint;
    return new BlobTaskStorage(
        blobs,
        UriText.legal(rawOutputPrefix),
        new BlobCheckpointFolder(blobs, own),
        previousCheckpoint == null
            ? Optional.empty()
            : Optional.of(new BlobCheckpointFolder(blobs, previousCheckpoint)));
  }

  @Override
  public URI upload(Path source) {
    Path name = source.toAbsolutePath().normalize().getFileName();
    if (name == null || !Files.exists(source)) {
      throw new UncheckedIOException(
          source + " cannot be uploaded: there is no such file or folder",
          new NoSuchFileException(source.toString()));
    }
    String folder = UriText.under(rawOutputPrefix, UUID.randomUUID().toString());
    String target = UriText.under(folder, UriText.encode(name.toString()));
    if (Files.isDirectory(source)) {
      uploadFolder(source, target);
    } else {
      Map<String, Path> file = Map.of(target, source);
      blobs.upload(file, TransferReport.ofUpload(source, file.values()));
    }
    return URI.create(target);
  }

  private void uploadFolder(Path source, String target) {
    FolderIndex index;
    try {
      index = FolderIndex.of(source);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot upload " + source + ": " + e, e);
    }
    Map<String, Path> files = new LinkedHashMap<>();
    for (String file : index.files()) {
      files.put(UriText.under(target, FolderIndex.encode(file)), source.resolve(file));
    }
    blobs.upload(files, TransferReport.ofUpload(source, files.values()));
    blobs.write(target + FolderIndex.SUFFIX, index.write());
  }

  @Override
  public void download(URI source, Path target) {
    if (Files.exists(target)) {
      throw new UncheckedIOException(
          "cannot download " + source + " to " + target + ": there is something already",
          new FileAlreadyExistsException(target.toString()));
    }
    String uri = source.toString();
    String blob = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    try {
      Optional<byte[]> index = blobs.readIfPresent(blob + FolderIndex.SUFFIX);
      if (index.isPresent()) {
        downloadFolder(blob, FolderIndex.read(index.get()), target);
      } else if ("file".equalsIgnoreCase(source.getScheme())) {
        // A folder of this machine can be listed, so it need not be one that was uploaded.
        LocalFolderStorage.in(target).download(source, target);
      } else {
        blobs.download(Map.of(blob, target), TransferReport.ofDownload(target));
      }
    } catch (JflyteException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot download " + source + " to " + target + ": " + e, e);
    }
  }

  // Beside its final place, so that nobody takes half of it for the whole, nor finds it in the way.
  private void downloadFolder(String blob, FolderIndex index, Path target) throws IOException {
    Path parent = Files.createDirectories(parent(target));
    Path unfinished = parent.resolve(".unfinished-" + UUID.randomUUID());
    boolean isComplete = false;
    try {
      Files.createDirectory(unfinished);
      for (String folder : index.folders()) {
        Files.createDirectories(within(unfinished, folder));
      }
      Map<String, Path> files = new LinkedHashMap<>();
      for (String file : index.files()) {
        files.put(UriText.under(blob, file), within(unfinished, file));
      }
      blobs.download(files, TransferReport.ofDownload(target));
      Files.move(unfinished, target);
      isComplete = true;
    } finally {
      if (!isComplete) {
        deleteTree(unfinished);
      }
    }
  }

  private static Path parent(Path target) throws IOException {
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      throw new IOException(target + " is the root of the file system");
    }
    return parent;
  }

  // What remains is in nobody's way, and shall not hide why the download failed.
  private static void deleteTree(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      return;
    }
  }

  private static Path within(Path target, String encoded) throws IOException {
    Path path = target.resolve(decode(encoded)).normalize();
    if (!path.startsWith(target.normalize())) {
      throw new IOException("its index names " + encoded + ", which is outside of it");
    }
    return path;
  }

  private static String decode(String encoded) {
    // Not URLDecoder as it is: that one takes + for a space.
    return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public CheckpointFolder checkpoints() {
    return checkpoints;
  }

  @Override
  public Optional<CheckpointFolder> previousCheckpoints() {
    return previousCheckpoints;
  }
}
