package org.flytekitplugins.spi;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * A place for the files of checkpoints, by name.
 *
 * <p>Storage can neither list nor delete, so checkpoints use a ring of fixed names, and a pointer
 * file, written last, that says which of them is complete.
 */
public interface CheckpointFolder {
  /** Where the folder is, for messages. */
  URI uri();

  /**
   * Writes a file, over what had its name before. A reader sees the old file or the whole new one.
   *
   * @param name a plain file name, without a path
   * @throws IllegalArgumentException if the name is not a plain file name
   * @throws UncheckedIOException if the file cannot be read, or stored after retries
   */
  void write(String name, Path file);

  /**
   * Reads a file to a local one, over what was there.
   *
   * @param name a plain file name, without a path
   * @return false if there is no file of that name; the target is then left alone
   * @throws IllegalArgumentException if the name is not a plain file name
   * @throws UncheckedIOException if the file cannot be read
   */
  boolean read(String name, Path target);
}
