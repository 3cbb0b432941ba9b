package org.flytekitplugins.jflyte.closure;

import flyteidl.core.IdentifierOuterClass.ResourceType;

/** Says which version of another project's entity is the latest. */
@FunctionalInterface
public interface LatestVersions {
  /**
   * The version that was registered last.
   *
   * @throws UnknownVersionException if there is no such entity
   * @throws org.flytekitplugins.jflyte.JflyteException if there is no way to ask for any
   */
  String latestVersion(ResourceType type, String project, String domain, String name);
}
