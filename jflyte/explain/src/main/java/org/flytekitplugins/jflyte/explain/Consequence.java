package org.flytekitplugins.jflyte.explain;

/**
 * What follows from something that may happen to a replica.
 *
 * @param event what happens to it
 * @param then what follows, for the job and for the task
 */
public record Consequence(String event, String then) {}
