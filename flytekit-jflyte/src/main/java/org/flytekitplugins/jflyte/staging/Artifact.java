package org.flytekitplugins.jflyte.staging;

/**
 * A file of a package in a blob store. Both fields are recorded in task templates, as stock jflyte
 * does.
 *
 * @param name the file's own name, which it has again when it is downloaded
 * @param location the URI of the file; its last part is an {@link ArtifactName}
 */
public record Artifact(String name, String location) {}
