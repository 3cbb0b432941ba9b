package org.flytekitplugins.jflyte.module.s3;

import java.util.List;
import java.util.Map;
import org.flyte.jflyte.api.FileSystem;
import org.flyte.jflyte.api.FileSystemRegistrar;
import org.flytekitplugins.jflyte.module.blob.BlobFileSystem;

/** Serves {@code s3}. Nothing of the SDK is loaded before a blob is asked for. */
public final class S3FileSystemRegistrar extends FileSystemRegistrar {
  /** For the service loader. */
  public S3FileSystemRegistrar() {}

  @Override
  public Iterable<FileSystem> load(Map<String, String> env) {
    return List.of(new BlobFileSystem("s3", new S3BlobService(new S3Settings(env))));
  }
}
