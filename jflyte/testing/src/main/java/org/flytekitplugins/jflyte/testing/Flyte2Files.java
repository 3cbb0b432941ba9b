package org.flytekitplugins.jflyte.testing;

import flyteidl.core.Literals.LiteralMap;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flytekitplugins.client.internal.flyte2.ActionKey;
import org.flytekitplugins.client.internal.flyte2.RunKey;
import org.flytekitplugins.kubeflow.internal.FolderTree;

/** The storage of a {@link LocalFlyte2}, a folder of this machine, with Flyte 2's paths. */
final class Flyte2Files implements AutoCloseable {
  // Flyte spreads outputs over prefixes of two characters.
  private static final int SHARDS = 36 * 36;

  private final Path folder;

  private Flyte2Files(Path folder) {
    this.folder = folder;
  }

  static Flyte2Files create() {
    try {
      return new Flyte2Files(Files.createTempDirectory("local-flyte2-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What outputs of a run are put under. */
  Path base(RunKey run) {
    String shard = Integer.toString(Math.floorMod(run.hashCode(), SHARDS), 36);
    return folder
        .resolve("data")
        .resolve(shard.length() == 1 ? "0" + shard : shard)
        .resolve(run.project())
        .resolve(run.domain())
        .resolve(run.name());
  }

  Path inputs(ActionKey action) {
    RunKey run = action.run();
    Path runFolder =
        folder.resolve("metadata").resolve(run.project()).resolve(run.domain()).resolve(run.name());
    return (action.name().equals(ActionKey.ROOT) ? runFolder : runFolder.resolve(action.name()))
        .resolve("inputs")
        .resolve("inputs.pb");
  }

  /** The folder of an attempt, from 1 up. */
  Path attempt(ActionKey action, int number) {
    return base(action.run()).resolve(action.name()).resolve(Integer.toString(number));
  }

  Path uploaded(String path) {
    Path file = folder.resolve("uploads").resolve(path).normalize();
    if (!file.startsWith(folder.resolve("uploads"))) {
      throw Status.INVALID_ARGUMENT.withDescription("no such place").asRuntimeException();
    }
    return file;
  }

  /** A file that a signed address of a download names. */
  Path downloaded(String path) {
    Path file = folder.resolve(path).normalize();
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      throw Status.NOT_FOUND.withDescription("no such file").asRuntimeException();
    }
    return file;
  }

  String relative(Path file) {
    return folder.relativize(file).toString();
  }

  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The literals of a file, or of {@code inputs.pb} in a folder. */
  static LiteralMap literals(String uri) {
    try {
      Path file = Path.of(URI.create(uri));
      return LiteralMap.parseFrom(
          Files.readAllBytes(Files.isDirectory(file) ? file.resolve("inputs.pb") : file));
    } catch (IOException | IllegalArgumentException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("inputs cannot be read from " + uri + ": " + e)
          .asRuntimeException();
    }
  }

  @Override
  public void close() {
    try {
      FolderTree.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be deleted: " + e, e);
    }
  }
}
