package org.flytekitplugins.jflyte.testing;

import com.google.protobuf.Timestamp;
import flyteidl.admin.Common.Sort;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A table of flyteadmin's, listed: filtered, sorted, a page of it.
 *
 * @param <T> what its rows hold
 */
final class Listing<T> {
  private static final List<String> COMMON =
      List.of("project", "domain", "name", "version", "created_at", "updated_at");
  // What the tables of flyteadmin's database have beside that.
  private static final Map<String, String> OWN = Map.of("task", "type", "launch_plan", "state");

  private final String entity;
  private final List<String> columns = new ArrayList<>(COMMON);
  private final List<Row<T>> rows = new ArrayList<>();

  Listing(String entity) {
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
    row.put("created_at", sortable(createdAt));
    row.put("updated_at", sortable(createdAt));
    row.put("state", state);
    row.put("type", type);
    rows.add(new Row<>(row, value));
  }

  /**
   * A page.
   *
   * @param project the only one, as is {@code domain}; a {@code name} that is empty is any
   */
  Page<T> page(
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
    if (limit == 0) {
      throw Refusals.invalidArgument("invalid value for limit");
    }
    List<Row<T>> found = new ArrayList<>();
    var filter = ListFilter.parse(filters, entity, columns);
    for (Row<T> row : rows) {
      if (project.equals(row.columns().get("project"))
          && domain.equals(row.columns().get("domain"))
          && (name.isEmpty() || name.equals(row.columns().get("name")))
          && filter.test(row.columns())) {
        found.add(row);
      }
    }
    if (sorted) {
      found.sort(order(sort));
    }
    int from = Math.min(offset(token), found.size());
    List<T> page = new ArrayList<>();
    for (Row<T> row : found.subList(from, Math.min(found.size(), from + limit))) {
      page.add(row.value());
    }
    return new Page<>(page, page.size() == limit ? Integer.toString(from + page.size()) : "");
  }

  private Comparator<Row<T>> order(Sort sort) {
    if (!columns.contains(sort.getKey())) {
      throw Refusals.invalidArgument("invalid sort key '" + sort.getKey() + "'");
    }
    Function<Row<T>, String> key = row -> row.columns().getOrDefault(sort.getKey(), "");
    Comparator<Row<T>> ascending = Comparator.comparing(key);
    return sort.getDirection() == Sort.Direction.ASCENDING ? ascending : ascending.reversed();
  }

  private int offset(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      int offset = Integer.parseInt(token);
      if (offset >= 0) {
        return offset;
      }
    } catch (NumberFormatException notANumber) {
      // refused below
    }
    throw Refusals.invalidArgument("invalid pagination token " + token + " for " + entity);
  }

  private static String sortable(Timestamp timestamp) {
    return String.format(Locale.ROOT, "%020d.%09d", timestamp.getSeconds(), timestamp.getNanos());
  }

  private record Row<T>(Map<String, String> columns, T value) {}

  record Page<T>(List<T> values, String token) {}
}
