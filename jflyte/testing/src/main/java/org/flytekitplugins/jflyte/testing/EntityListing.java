package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Timestamp;
import flyteidl.admin.Common.Sort;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of what is registered, listed within a project and a domain.
 *
 * @param <T> what its rows hold
 */
final class EntityListing<T> {
  private static final List<String> COMMON =
      List.of("project", "domain", "name", "version", "created_at", "updated_at");
  // What the tables of flyteadmin's database have beside that.
  private static final Map<String, String> OWN = Map.of("task", "type", "launch_plan", "state");

  private record Row<T>(Map<String, String> columns, T value) {}

  private final String entity;
  private final List<String> columns = new ArrayList<>(COMMON);
  private final List<Row<T>> rows = new ArrayList<>();

  EntityListing(String entity) {
    this.entity = entity;
    String own = OWN.get(entity);
    if (own != null) {
      columns.add(own);
    }
  }

  void add(Identifier id, Timestamp createdAt, String state, String type, T value) {
    Map<String, String> row = new HashMap<>();
    row.put("project", id.getProject());
    row.put("domain", id.getDomain());
    row.put("name", id.getName());
    row.put("version", id.getVersion());
    row.put("created_at", ServerTime.sortable(createdAt));
    row.put("updated_at", ServerTime.sortable(createdAt));
    row.put("state", state);
    row.put("type", type);
    rows.add(new Row<>(row, value));
  }

  /**
   * A page.
   *
   * @param project the only one, as is {@code domain}; a {@code name} that is empty is any
   */
  Listing.Page<T> page(
      String project,
      String domain,
      String name,
      String filters,
      boolean sorted,
      Sort sort,
      int limit,
      String token) {
    IdentifierRules.requireField(project, "project");
    IdentifierRules.requireField(domain, "domain");
    Listing<T> listing = new Listing<>(entity, columns, entity);
    for (Row<T> row : rows) {
      if (project.equals(row.columns().get("project"))
          && domain.equals(row.columns().get("domain"))
          && (name.isEmpty() || name.equals(row.columns().get("name")))) {
        listing.add(row.columns(), row.value());
      }
    }
    return listing.page(filters, sorted, sort, limit, token);
  }
}
