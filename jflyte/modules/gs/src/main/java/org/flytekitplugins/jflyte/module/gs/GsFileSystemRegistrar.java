package org.flytekitplugins.jflyte.module.gs;

import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.FileSystemRegistrar;
import org.flytekitplugins.jflyte.module.blob.BlobFileSystem;

/** Serves {@code gs}. Nothing of Google's library is loaded before a blob is asked for. */
public final class GsFileSystemRegistrar extends FileSystemRegistrar {
  /** For the service loader. */
  public GsFileSystemRegistrar() {}

  @Override
  public Iterable<FileSystem> load(Map<String, String> env) {
    return List.of(new BlobFileSystem("gs", new GsBlobService(Map.copyOf(env))));
  }
}
