package org.flytekitplugins.jflyte.closure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Objects;

/** What flyteadmin's own parser says to schedules; {@code robfig-cron.txt} tells its version. */
final class ScheduleVerdicts {
  /**
   * One of them.
   *
   * @param taken whether the parser takes the schedule
   */
  record Verdict(String schedule, boolean taken) {
    private static Verdict parse(String line) {
      int bar = line.indexOf('|');
      return new Verdict(
          line.substring(bar + 1).replace("\\t", "\t").replace("\\u00a0", "\u00a0"),
          line.substring(0, bar).equals("taken"));
    }
  }

  private ScheduleVerdicts() {}

  /** All of them. */
  static List<Verdict> read() throws IOException {
    InputStream file =
        Objects.requireNonNull(ScheduleVerdicts.class.getResourceAsStream("robfig-cron.txt"));
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(Verdict::parse).toList();
    }
  }
}
