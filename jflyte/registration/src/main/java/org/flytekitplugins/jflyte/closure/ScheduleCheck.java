package org.flytekitplugins.jflyte.closure;

import flyteidl.admin.ScheduleOuterClass.CronSchedule;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import org.flytekitplugins.jflyte.JflyteException;

/** Checks a schedule as flyteadmin does, which needs to know nothing else of its launch plan. */
final class ScheduleCheck {
  private ScheduleCheck() {}

  /**
   * Checks it.
   *
   * @param place the launch plan, to begin a sentence with
   * @throws JflyteException if flyteadmin would refuse it
   */
  static void check(Schedule schedule, String place) {
    if (!schedule.hasCronSchedule()) {
      return;
    }
    CronSchedule cron = schedule.getCronSchedule();
    String fault = CronExpression.fault(cron.getSchedule());
    if (fault != null) {
      throw new JflyteException(
          String.format(
              "%s has the schedule \"%s\", which Flyte cannot read, because %s: write minute, hour,"
                  + " day of the month, month and day of the week, such as 0 6 * * mon-fri, or one"
                  + " of @hourly, @daily, @weekly, @monthly, @yearly and @every 6h",
              place, cron.getSchedule(), fault));
    }
    if (!cron.getOffset().isEmpty() && !isIsoDuration(cron.getOffset())) {
      throw new JflyteException(
          String.format(
              "%s has the offset \"%s\" in its schedule, which is no ISO 8601 duration: write one"
                  + " such as PT5M, or leave it out",
              place, cron.getOffset()));
    }
  }

  private static boolean isIsoDuration(String text) {
    try {
      Duration time = Duration.parse(text);
      return time != null;
    } catch (DateTimeException e) {
      return isIsoPeriod(text);
    }
  }

  private static boolean isIsoPeriod(String text) {
    try {
      Period days = Period.parse(text);
      return days != null;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
