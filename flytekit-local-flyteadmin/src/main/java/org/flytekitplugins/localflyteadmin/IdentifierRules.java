package org.flytekitplugins.localflyteadmin;

import flyteidl.core.IdentifierOuterClass.Identifier;
import flyteidl.core.IdentifierOuterClass.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Which identifiers are whole, and which projects and domains there are.
 *
 * @param projects the projects there are; empty for any
 * @param domains the domains there are; empty for any
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/pkg/manager/impl/validation/validation.go">flyteadmin's
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

  /** Refuses projects and domains that there are not, and versions that do not fit into a URL. */
  void requireRegistered(EntityKey key) {
    if (!projects.isEmpty() && !projects.contains(key.project())) {
      throw Refusals.invalidArgument(
          "failed to validate that project ["
              + key.project()
              + "] and domain ["
              + key.domain()
              + "] are registered, err: [missing entity of type project]");
    }
    if (!domains.isEmpty() && !domains.contains(key.domain())) {
      throw Refusals.invalidArgument("domain [" + key.domain() + "] is unrecognized by system");
    }
    String escaped =
        URLEncoder.encode(key.version(), StandardCharsets.UTF_8)
            .replace("%7E", "~")
            .replace("*", "%2A");
    if (!escaped.equalsIgnoreCase(key.version())) {
      throw Refusals.invalidArgument(
          "version ["
              + key.version()
              + "] must be url safe, cannot contains chars [!*'();:@&=+$,/?#[]]");
    }
  }

  private static String lower(ResourceType type) {
    return type.toString().toLowerCase(Locale.ROOT);
  }
}
