package org.flytekitplugins.jflyte.module.blob;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's storage of blobs, one request at a time. Every method tries again by itself where its
 * request may succeed the next time, and throws a {@link org.flytekitplugins.spi.StorageException}
 * with a sentence that does not name the blob when it has given up. Used by several threads at
 * once.
 */
public interface BlobService {
  /** Whether there is such a blob. */
  boolean exists(BlobAddress address);

  /**
   * Begins to read a blob.
   *
   * @param offset where to begin
   * @param length how much of it is wanted at most; negative: all that follows
   * @param version what {@link OpenBlob#version} told before; null: whatever is there
   * @throws org.flytekitplugins.spi.StorageException also if there is no such blob, or not that
   *     version any more
   */
  OpenBlob open(BlobAddress address, long offset, long length, @Nullable String version);

  /** Reads a blob from beginning to end, whatever its size is. */
  default InputStream read(BlobAddress address) {
    return open(address, 0, -1, null).stream();
  }

  /**
   * Writes a blob in one request.
   *
   * @param onlyIfAbsent whether one that is there is to be left alone
   * @return false if there is one, and it was left alone
   */
  boolean put(BlobAddress address, Content content, boolean onlyIfAbsent);

  /** Begins to write a blob in parts. */
  PartedUpload startUpload(BlobAddress address);
}
