package org.flytekitplugins.jflyte.storage;

import java.io.IOException;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/** Something that may work when it is tried again. */
abstract class StorageCall<T> {
  private final String verb;
  private final String uri;

  /**
   * @param verb what is done to the blob, to follow "cannot"
   * @param uri the blob
   */
  StorageCall(String verb, String uri) {
    this.verb = verb;
    this.uri = uri;
  }

  abstract T run() throws IOException;

  /** Why trying again after a failure makes no sense; null if it does. */
  @Nullable String hopeless() {
    return null;
  }

  final String what() {
    return verb + " " + ShownUri.of(uri);
  }
}
