package org.flytekitplugins.jflyte.module.blob;

/** A blob that is written in parts, and published by {@link #complete}. */
public interface PartedUpload {
  /**
   * Writes a part.
   *
   * @param number counted from 0
   */
  void part(int number, Content content);

  /** Whether parts must come one after the other, and by one thread. */
  boolean isInOrder();

  /**
   * Publishes the blob.
   *
   * @param parts how many there are
   */
  void complete(int parts);

  /** Gives up, and clears away what was written, as far as that can be done. Throws nothing. */
  void abort();
}
