package org.flytekitplugins.jflyte.testing;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.util.Locale;
import java.util.Set;

/**
 * Which identifiers are whole, and which projects and domains there are.
 *
 * @param projects the projects there are; empty for any
 * @param domains the domains there are; empty for any
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteadmin/pkg/manager/impl/validation/validation.go">flyteadmin's
 *     validation</a>
 */
record IdentifierRules(Set<String> projects, Set<String> domains) {
  IdentifierRules {
    projects = Set.copyOf(projects);
    domains = Set.copyOf(domains);
  }

  /** The key of a whole identifier of the type. */
  static EntityKey require(boolean given, Identifier id, ResourceType type) {
    if (!given) {
      throw Refusals.missing("id");
    }
    if (id.getResourceType() != type) {
      throw Refusals.invalidArgument(
          "unexpected resource type "
              + lower(id.getResourceType())
              + " for identifier ["
              + Refusals.oneLine(id)
              + "], expected "
              + lower(type)
              + " instead");
    }
    requireField(id.getProject(), "project");
    requireField(id.getDomain(), "domain");
    requireField(id.getName(), "name");
    requireField(id.getVersion(), "version");
    return EntityKey.of(type, id);
  }

  static void requireField(String value, String name) {
    if (value.isEmpty()) {
      throw Refusals.missing(name);
    }
  }

  /** Refuses projects and domains that there are not. */
  void requireRegistered(EntityKey key) {
    requireRegistered(key.project(), key.domain());
  }

  /** Refuses projects and domains that there are not. */
  void requireRegistered(String project, String domain) {
    if (!projects.isEmpty() && !projects.contains(project)) {
      throw Refusals.invalidArgument(
          "failed to validate that project ["
              + project
              + "] and domain ["
              + domain
              + "] are registered, err: [missing entity of type project]");
    }
    if (!domains.isEmpty() && !domains.contains(domain)) {
      throw Refusals.invalidArgument("domain [" + domain + "] is unrecognized by system");
    }
  }

  private static String lower(ResourceType type) {
    return type.toString().toLowerCase(Locale.ROOT);
  }
}
