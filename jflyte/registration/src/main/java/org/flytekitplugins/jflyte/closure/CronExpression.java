package org.flytekitplugins.jflyte.closure;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of schedules that flyteadmin reads: five fields or a word with an at sign, either
 * behind a time zone. It is neither cron's own nor Quartz's; among other things {@code ?} stands
 * for any value everywhere, Sunday is 0 and never 7, and a range may not end before it begins.
 *
 * @see <a href="https://pkg.go.dev/github.com/robfig/cron/v3#ParseStandard">ParseStandard</a>
 */
final class CronExpression {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final String EVERY = "@every ";

  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of the month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field(
              "day of the week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  /** What Go calls white space. */
  private static final String BLANKS =
      "\t\n\u000b\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
          + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

  /** Zones that Go takes and Java does not list; Java's SystemV zones are what Go does not take. */
  private static final Set<String> OTHER_ZONES = Set.of("", "Local", "EST", "HST", "MST", "ROC");

  private CronExpression() {}

  /**
   * What keeps flyteadmin from reading a schedule, to end a sentence with; null if it reads it.
   *
   * @param text a schedule, such as {@code 0 6 * * mon-fri}
   */
  static @Nullable String fault(String text) {
    String schedule = text;
    if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
      int end = text.indexOf(' ');
      if (end < 0) {
        return "it has a time zone and nothing else";
      }
      String zone = text.substring(text.indexOf('=') + 1, end);
      if (!isZone(zone)) {
        return String.format("there is no time zone \"%s\"", zone);
      }
      schedule = withoutBlanksAround(text.substring(end));
    }
    return schedule.startsWith("@") ? faultOfWord(schedule) : faultOfFields(schedule);
  }

  private static boolean isZone(String zone) {
    return OTHER_ZONES.contains(zone)
        || (ZoneId.getAvailableZoneIds().contains(zone) && !zone.startsWith("SystemV/"));
  }

  private static @Nullable String faultOfWord(String word) {
    if (word.startsWith(EVERY)) {
      String duration = word.substring(EVERY.length());
      return GoDuration.isDuration(duration)
          ? null
          : String.format("\"%s\" is no duration such as 1h30m", duration);
    }
    return WORDS.contains(word) ? null : "there is no such word";
  }

  private static @Nullable String faultOfFields(String schedule) {
    List<String> texts = split(schedule, BLANKS);
    if (texts.size() != FIELDS.size()) {
      return "it has "
          + texts.size()
          + (texts.size() == 1 ? " field" : " fields")
          + " instead of 5";
    }
    for (int i = 0; i < FIELDS.size(); i++) {
      for (String range : split(texts.get(i), ",")) {
        String fault = FIELDS.get(i).fault(range);
        if (fault != null) {
          return String.format("its %s \"%s\" %s", FIELDS.get(i).name(), range, fault);
        }
      }
    }
    return null;
  }

  private static String withoutBlanksAround(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && BLANKS.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (end > start && BLANKS.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The parts between separators; empty ones count for nothing, as in Go's FieldsFunc. */
  private static List<String> split(String text, String separators) {
    List<String> parts = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(text, separators);
    while (tokens.hasMoreTokens()) {
      parts.add(tokens.nextToken());
    }
    return parts;
  }

  /** One of the five, with the values that it may have. */
  private record Field(String name, int first, int last, List<String> names) {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final long NONE = -1;

    /** What is wrong with {@code 5}, {@code mon-fri}, {@code *}{@code /5}; null if nothing is. */
    @Nullable String fault(String range) {
      String[] rangeAndStep = range.split("/", -1);
      String[] ends = rangeAndStep[0].split("-", -1);
      boolean any = ends[0].equals("*") || ends[0].equals("?");
      // Whatever follows the star up to the slash is not looked at.
      if (rangeAndStep.length > 2 || (ends.length > 2 && !any)) {
        return "is no value, range or step";
      }
      boolean hasStep = rangeAndStep.length == 2;
      if (hasStep && integer(rangeAndStep[1]) <= 0) {
        return "has a step that is no number above 0";
      }
      if (any) {
        return null;
      }
      long start = value(ends[0]);
      long end = ends.length == 2 ? value(ends[1]) : hasStep ? last : start;
      if (start < first || start > last || end < first || end > last) {
        return "is not within " + first + " to " + last + (names.isEmpty() ? "" : " or " + all());
      }
      return start > end ? "ends before it begins" : null;
    }

    private String all() {
      return names.get(0) + " to " + names.get(names.size() - 1);
    }

    private long value(String text) {
      int named = names.indexOf(text.toLowerCase(Locale.ROOT));
      return named >= 0 ? first + named : integer(text);
    }

    /** A number that is not negative, as Go's Atoi reads it; -1 for anything else. */
    private static long integer(String text) {
      if (!INTEGER.matcher(text).matches()) {
        return NONE;
      }
      try {
        return Math.max(NONE, Long.parseLong(text));
      } catch (NumberFormatException e) {
        return NONE;
      }
    }
  }
}
