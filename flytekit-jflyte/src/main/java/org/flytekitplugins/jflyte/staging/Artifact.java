package org.flytekitplugins.jflyte.staging;

/**
 * A file of a package in a blob store.
 *
 * @param name the file's name, its content's hash included
 * @param location the URI of the file
 */
public record Artifact(String name, String location) {}
