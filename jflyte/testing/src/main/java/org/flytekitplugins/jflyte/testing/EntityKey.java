package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.Common.NamedEntityIdentifier;
import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;

/** What flyteadmin's tables are keyed by. */
record EntityKey(ResourceType type, String project, String domain, String name, String version) {
  static EntityKey of(ResourceType type, Identifier id) {
    return new EntityKey(type, id.getProject(), id.getDomain(), id.getName(), id.getVersion());
  }

  Identifier toIdentifier() {
    return Identifier.newBuilder()
        .setResourceType(type)
        .setProject(project)
        .setDomain(domain)
        .setName(name)
        .setVersion(version)
        .build();
  }

  NamedEntityIdentifier withoutVersion() {
    return NamedEntityIdentifier.newBuilder()
        .setProject(project)
        .setDomain(domain)
        .setName(name)
        .build();
  }
}
