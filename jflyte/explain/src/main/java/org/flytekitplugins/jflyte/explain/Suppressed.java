package org.flytekitplugins.jflyte.explain;

/**
 * A finding that a task does not want to be told.
 *
 * @param finding what was found
 * @param reason why it does not matter
 */
public record Suppressed(Finding finding, String reason) {}
