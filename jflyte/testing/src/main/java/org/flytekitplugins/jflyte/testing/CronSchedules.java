package org.flytekitplugins.jflyte.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
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
  private static final Pattern DURATION_PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Pattern DURATION = Pattern.compile("[+-]?(?:0|(?:" + DURATION_PART + ")+)");
  private static final Map<String, String> NANOSECONDS =
      Map.of(
          "ns", "1", "us", "1e3", "µs", "1e3", "μs", "1e3", "ms", "1e6", "s", "1e9", "m", "60e9",
          "h", "3600e9");
  private static final Pattern BLANKS = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern EDGES =
      Pattern.compile("^\\s+|\\s+$", Pattern.UNICODE_CHARACTER_CLASS);

  /** Zones of Go's that Java does not list. */
  private static final Set<String> OTHER_ZONES = Set.of("", "Local", "EST", "HST", "MST", "ROC");

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
      rest = blank < 0 ? "" : EDGES.matcher(rest.substring(blank)).replaceAll("");
    }
    if (rest.startsWith("@")) {
      requireWord(rest);
      return;
    }
    List<String> fields = words(rest);
    if (fields.size() != FIELDS.size()) {
      throw new IllegalArgumentException(
          String.format(
              "expected exactly 5 fields, found %d: [%s]",
              fields.size(), String.join(" ", fields)));
    }
    for (int i = 0; i < fields.size(); i++) {
      FIELDS.get(i).parse(fields.get(i));
    }
  }

  private static List<String> words(String text) {
    return BLANKS.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
  }

  // Java lists zones of System V, which Go does not know.
  private static void requireZone(String zone) {
    boolean listed = ZoneId.getAvailableZoneIds().contains(zone) && !zone.startsWith("SystemV/");
    if (!listed && !OTHER_ZONES.contains(zone)) {
      throw new IllegalArgumentException(
          "provided bad location " + zone + ": unknown time zone " + zone);
    }
  }

  private static void requireWord(String word) {
    if (word.startsWith(EVERY)) {
      if (!isDuration(word.substring(EVERY.length()))) {
        throw new IllegalArgumentException("failed to parse duration " + word);
      }
    } else if (!WORDS.contains(word)) {
      throw new IllegalArgumentException("unrecognized descriptor: " + word);
    }
  }

  /** Go holds 64 bits of nanoseconds. */
  private static boolean isDuration(String text) {
    if (!DURATION.matcher(text).matches()) {
      return false;
    }
    BigInteger nanoseconds =
        DURATION_PART
            .matcher(text)
            .results()
            .map(
                part ->
                    new BigDecimal(part.group(1))
                        .multiply(new BigDecimal(NANOSECONDS.getOrDefault(part.group(2), "1")))
                        .toBigInteger())
            .reduce(BigInteger.ZERO, BigInteger::add);
    return (text.startsWith("-") ? nanoseconds.negate() : nanoseconds).bitLength() < Long.SIZE;
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
      long start = least;
      long end = greatest;
      if (!ends[0].equals("*") && !ends[0].equals("?")) {
        start = number(ends[0]);
        end = ends.length == 1 ? start : number(ends[1]);
        if (ends.length > 2) {
          throw new IllegalArgumentException("too many hyphens: " + range);
        }
      }
      long step = 1;
      if (parts.length == 2) {
        step = parseNumber(parts[1]);
        end = ends.length == 1 ? greatest : end;
      } else if (parts.length > 2) {
        throw new IllegalArgumentException("too many slashes: " + range);
      }
      require(range, start, end, step);
    }

    private void require(String range, long start, long end, long step) {
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

    private long number(String text) {
      Integer named = names.get(text.toLowerCase(Locale.ROOT));
      return named == null ? parseNumber(text) : named;
    }

    private static long parseNumber(String text) {
      long number;
      try {
        number = Long.parseLong(text);
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
