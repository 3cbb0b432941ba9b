package org.flytekitplugins.jflyte.artifact;

import org.jspecify.annotations.Nullable;

/**
 * A file of a package in a blob store. Both fields are recorded in task templates, as stock jflyte
 * does.
 *
 * @param name the file's own name, which it has again when it is downloaded
 * @param location the URI of the file; its last part is an {@link ArtifactName}
 */
public record Artifact(String name, String location) {
  /** The hash that its location tells; null if whoever staged it gave it another name. */
  public @Nullable String hash() {
    return ArtifactName.hashIn(location.substring(location.lastIndexOf('/') + 1), name);
  }
}
