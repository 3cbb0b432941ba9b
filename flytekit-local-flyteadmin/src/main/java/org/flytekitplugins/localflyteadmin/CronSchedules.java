package org.flytekitplugins.localflyteadmin;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The schedules that flyteadmin takes: five fields, or a word like {@code @daily}.
 *
 * @see <a href="https://github.com/robfig/cron/blob/v3.0.1/parser.go">robfig's ParseStandard</a>
 */
final class CronSchedules {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final String EVERY = "@every ";
  private static final Pattern DURATION =
      Pattern.compile("[+-]?(?:0|(?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+)");
  private static final List<Field> FIELDS =
      List.of(
          new Field(0, 59, Map.of()),
          new Field(0, 23, Map.of()),
          new Field(1, 31, Map.of()),
          new Field(1, 12, names(1, "jan feb mar apr may jun jul aug sep oct nov dec")),
          new Field(0, 6, names(0, "sun mon tue wed thu fri sat")));

  private CronSchedules() {}

  /** Throws an {@link IllegalArgumentException} that says what is wrong. */
  static void parse(String schedule) {
    String rest = schedule;
    if (rest.isEmpty()) {
      throw new IllegalArgumentException("empty spec string");
    }
    if (rest.startsWith("TZ=") || rest.startsWith("CRON_TZ=")) {
      int blank = rest.indexOf(' ');
      requireZone(rest.substring(rest.indexOf('=') + 1, blank < 0 ? rest.length() : blank));
      rest = blank < 0 ? "" : rest.substring(blank).strip();
    }
    if (rest.startsWith("@")) {
      requireWord(rest);
      return;
    }
    String[] fields = rest.isBlank() ? new String[0] : rest.strip().split("\\s+", -1);
    if (fields.length != FIELDS.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected exactly 5 fields, found %d: [%s]",
              fields.length, String.join(" ", fields)));
    }
    for (int i = 0; i < fields.length; i++) {
      FIELDS.get(i).parse(fields[i]);
    }
  }

  private static void requireZone(String zone) {
    try {
      if (!zone.isEmpty() && !zone.equals("Local")) {
        ZoneId.of(zone);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "provided bad location " + zone + ": unknown time zone " + zone, e);
    }
  }

  private static void requireWord(String word) {
    if (word.startsWith(EVERY)) {
      if (!DURATION.matcher(word.substring(EVERY.length())).matches()) {
        throw new IllegalArgumentException("failed to parse duration " + word);
      }
    } else if (!WORDS.contains(word)) {
      throw new IllegalArgumentException("unrecognized descriptor: " + word);
    }
  }

  private static Map<String, Integer> names(int first, String words) {
    String[] names = words.split(" ", -1);
    var numbers = new java.util.HashMap<String, Integer>();
    for (int i = 0; i < names.length; i++) {
      numbers.put(names[i], first + i);
    }
    return numbers;
  }

  /** One of the five. */
  private record Field(int least, int greatest, Map<String, Integer> names) {
    void parse(String field) {
      for (String range : field.split(",", -1)) {
        if (!range.isEmpty()) {
          parseRange(range);
        }
      }
    }

    private void parseRange(String range) {
      String[] parts = range.split("/", -1);
      String[] ends = parts[0].split("-", -1);
      int start = least;
      int end = greatest;
      if (!ends[0].equals("*") && !ends[0].equals("?")) {
        start = number(ends[0]);
        end = ends.length == 1 ? start : number(ends[1]);
        if (ends.length > 2) {
          throw new IllegalArgumentException("too many hyphens: " + range);
        }
      }
      int step = 1;
      if (parts.length == 2) {
        step = parseInt(parts[1]);
        end = ends.length == 1 ? greatest : end;
      } else if (parts.length > 2) {
        throw new IllegalArgumentException("too many slashes: " + range);
      }
      require(range, start, end, step);
    }

    private void require(String range, int start, int end, int step) {
      if (start < least) {
        throw new IllegalArgumentException(
            String.format("beginning of range (%d) below minimum (%d): %s", start, least, range));
      }
      if (end > greatest) {
        throw new IllegalArgumentException(
            String.format("end of range (%d) above maximum (%d): %s", end, greatest, range));
      }
      if (start > end) {
        throw new IllegalArgumentException(
            String.format(
                "beginning of range (%d) beyond end of range (%d): %s", start, end, range));
      }
      if (step == 0) {
        throw new IllegalArgumentException("step of range should be a positive number: " + range);
      }
    }

    private int number(String text) {
      Integer named = names.get(text.toLowerCase(Locale.ROOT));
      return named == null ? parseInt(text) : named;
    }

    private static int parseInt(String text) {
      int number;
      try {
        number = Integer.parseInt(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("failed to parse int from " + text, e);
      }
      if (number < 0) {
        throw new IllegalArgumentException("negative number (" + number + ") not allowed: " + text);
      }
      return number;
    }
  }
}
