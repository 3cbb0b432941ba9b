package org.flytekitplugins.jflyte.testing;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter in flyteadmin's words, like {@code eq(name,train)+value_in(version,1;2)}, over the
 * columns of an entity; points in time by RFC 3339.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.0/flyteadmin/pkg/manager/impl/util/filters.go">flyteadmin's
 *     filters</a>
 */
final class ListFilter {
  private static final Pattern EXPRESSION = Pattern.compile("(.+)\\((.+),\\s?(.+)\\)");

  private ListFilter() {}

  static Predicate<Map<String, String>> parse(String filters, String entity, List<String> columns) {
    Predicate<Map<String, String>> all = row -> true;
    if (filters.isEmpty()) {
      return all;
    }
    for (String expression : filters.split("\\+", -1)) {
      Matcher matcher = EXPRESSION.matcher(expression);
      if (!matcher.matches()) {
        throw Refusals.invalidArgument("invalid value for filters");
      }
      String field = matcher.group(2);
      if (field.startsWith(entity + ".")) {
        field = field.substring(entity.length() + 1);
      }
      if (!columns.contains(field)) {
        throw Refusals.invalidArgument(
            "'" + (field.contains(".") ? "" : entity + ".") + field + "' is invalid filter");
      }
      all = all.and(comparison(matcher.group(1), field, value(field, matcher.group(3))));
    }
    return all;
  }

  private static String value(String field, String given) {
    if (!field.endsWith("_at")) {
      return given;
    }
    try {
      return ServerTime.sortable(ServerTime.of(OffsetDateTime.parse(given).toInstant()));
    } catch (DateTimeParseException e) {
      throw Refusals.invalidArgument("invalid value for filters");
    }
  }

  private static Predicate<Map<String, String>> comparison(
      String function, String field, String value) {
    List<String> values = new ArrayList<>(List.of(value.split(";", -1)));
    return switch (function) {
      case "eq" -> row -> column(row, field).equals(value);
      case "ne" -> row -> !column(row, field).equals(value);
      case "contains" -> row -> column(row, field).contains(value);
      case "not_like" -> row -> !column(row, field).equals(value);
      case "gt" -> row -> column(row, field).compareTo(value) > 0;
      case "gte" -> row -> column(row, field).compareTo(value) >= 0;
      case "lt" -> row -> column(row, field).compareTo(value) < 0;
      case "lte" -> row -> column(row, field).compareTo(value) <= 0;
      case "value_in" -> row -> values.contains(column(row, field));
      case "value_not_in" -> row -> !values.contains(column(row, field));
      default -> throw Refusals.invalidArgument("unrecognized filter function: " + function);
    };
  }

  private static String column(Map<String, String> row, String field) {
    return row.getOrDefault(field, "");
  }
}
