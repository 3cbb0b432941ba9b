package org.flytekitplugins.jflyte.testing;

import flyteidl.admin.Common.Sort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A table of flyteadmin's, listed: filtered, sorted, a page of it.
 *
 * @param <T> what its rows hold
 */
final class Listing<T> {
  private final String entity;
  private final List<String> columns;
  private final String purpose;
  private final List<Row<T>> rows = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param entity what filters may name their columns by, like {@code task} in {@code task.name}
   * @param columns those that filters may name
   * @param purpose what a page's token is said to be for
   */
  Listing(String entity, List<String> columns, String purpose) {
    this.entity = entity;
    this.columns = List.copyOf(columns);
    this.purpose = purpose;
  }

  void add(Map<String, String> row, T value) {
    rows.add(new Row<>(row, value));
  }

  Page<T> page(String filters, boolean sorted, Sort sort, int limit, String token) {
    if (limit == 0) {
      throw Refusals.invalidArgument("invalid value for limit");
    }
    List<Row<T>> found = new ArrayList<>();
    var filter = ListFilter.parse(filters, entity, columns);
    for (Row<T> row : rows) {
      if (filter.test(row.columns())) {
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
    throw Refusals.invalidArgument("invalid pagination token " + token + " for " + purpose);
  }

  private record Row<T>(Map<String, String> columns, T value) {}

  record Page<T>(List<T> values, String token) {}
}
