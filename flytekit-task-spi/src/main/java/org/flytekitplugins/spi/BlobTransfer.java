package org.flytekitplugins.spi;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * What a file system of a launcher may do beyond {@code org.flyte.jflyte.api.FileSystem}, which
 * knows one blob at a time, and neither conditions nor that a write has failed. A module's file
 * system that implements both is asked through this interface where it can be; one that does not
 * works as it always has.
 *
 * <p>Every URI is one of the file system's own scheme. A blob is published whole or not at all: one
 * whose transfer fails, or that was cut off, is as it was before. Whoever implements this tries
 * again by itself as long as that makes sense; what it throws is final, and a {@link
 * StorageException} where it is about storage. Instances are used by several threads at once.
 */
public interface BlobTransfer {
  /**
   * Writes a blob if there is none, in one step that no two writers both succeed in.
   *
   * @return whether the blob has this content now because of this call; false if there is another,
   *     which is left alone
   * @throws StorageException if storage refuses, or fails
   */
  boolean putIfAbsent(String uri, byte[] content);

  /**
   * Writes local files as blobs, over those that are there, several at a time. When this fails,
   * some of the blobs may have been written.
   *
   * @param files the files by the URIs of their blobs
   * @param progress is told how many more bytes have been transferred, by any thread; never less
   *     than nothing, in all what the files have, and more where something was done again
   * @throws StorageException if storage refuses or fails, or a file cannot be read
   */
  void upload(Map<String, Path> files, LongConsumer progress);

  /**
   * Writes blobs to local files, over those that are there, several at a time. Nobody sees a file
   * before it is complete; folders on the way are made. When this fails, some of the files may have
   * been written.
   *
   * @param files the files by the URIs of their blobs
   * @param progress as in {@link #upload}
   * @throws StorageException if there is no such blob, storage refuses or fails, or a file cannot
   *     be written
   */
  void download(Map<String, Path> files, LongConsumer progress);
}
