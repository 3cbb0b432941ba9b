package org.flytekitplugins.jflyte.storage;

import java.io.IOException;

/** A channel whose content can be taken back instead of being published by {@code close()}. */
public interface Abortable {
  /**
   * Forgets what was written; the blob is as it was before. Closing the channel afterwards does
   * nothing.
   *
   * @throws IOException if what was written could not be cleared away; it is not published
   */
  void abort() throws IOException;
}
