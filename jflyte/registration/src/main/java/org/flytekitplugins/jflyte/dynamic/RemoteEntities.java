package org.flytekitplugins.jflyte.dynamic;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.Tasks.TaskTemplate;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.LatestVersions;

/** What other projects have registered. */
interface RemoteEntities extends LatestVersions, AutoCloseable {
  /**
   * The template of a task as it was registered, unknown fields included.
   *
   * @throws JflyteException if there is none, or flyteadmin cannot be asked
   */
  TaskTemplate task(Identifier id);

  @Override
  void close();
}
