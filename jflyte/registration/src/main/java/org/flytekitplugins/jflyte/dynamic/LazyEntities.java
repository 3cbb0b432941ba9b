package org.flytekitplugins.jflyte.dynamic;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.function.Supplier;
import org.flytekitplugins.client.internal.config.AdminConfig;
import org.jspecify.annotations.Nullable;

/**
 * What other projects have registered, when somebody asks: a job that refers to nothing of theirs
 * needs no gRPC, no configuration and no flyteadmin.
 */
final class LazyEntities implements RemoteEntities {
  private final Supplier<AdminConfig> services;
  private @Nullable RemoteEntities entities;

  /**
   * @param services where flyteadmin is and how to get in; asked with the first question
   */
  LazyEntities(Supplier<AdminConfig> services) {
    this.services = services;
  }

  @Override
  public TaskTemplate task(Identifier id) {
    return entities().task(id);
  }

  @Override
  public String latestVersion(ResourceType type, String project, String domain, String name) {
    return entities().latestVersion(type, project, domain, name);
  }

  private RemoteEntities entities() {
    RemoteEntities known = entities;
    if (known == null) {
      known = FlyteadminEntities.of(services);
      entities = known;
    }
    return known;
  }

  @Override
  public void close() {
    RemoteEntities known = entities;
    if (known != null) {
      known.close();
    }
  }
}
