package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import flyteidl.admin.ScheduleOuterClass.CronSchedule;
import flyteidl.admin.ScheduleOuterClass.Schedule;
import org.flytekitplugins.jflyte.JflyteException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleCheckTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "PT5M", "-PT5M", "PT-5M", "P1D", "P2W", "P1M", "PT0.5S"})
  void aScheduleWithAnIsoOffsetIsTaken(String offset) {
    assertThatCode(() -> check("0 6 * * mon-fri", offset)).doesNotThrowAnyException();
  }

  @Test
  void noScheduleIsTaken() {
    assertThatCode(() -> ScheduleCheck.check(Schedule.getDefaultInstance(), "launch plan L"))
        .doesNotThrowAnyException();
  }

  @Test
  void aScheduleThatFlyteCannotReadIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> check("61 * * * *", ""))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L has the schedule \"61 * * * *\", which Flyte cannot read, because its"
                + " minute \"61\" is not within 0 to 59: write minute, hour, day of the month,"
                + " month and day of the week, such as 0 6 * * mon-fri, or one of @hourly, @daily,"
                + " @weekly, @monthly, @yearly and @every 6h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5 minutes", "5m", "P", "PT"})
  void anOffsetThatIsNoDurationIsRefused(String offset) {
    assertThatThrownBy(() -> check("@daily", offset))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "launch plan L has the offset \""
                + offset
                + "\" in its schedule, which is no ISO 8601 duration: write one such as PT5M, or"
                + " leave it out");
  }

  private static void check(String schedule, String offset) {
    ScheduleCheck.check(
        Schedule.newBuilder()
            .setCronSchedule(CronSchedule.newBuilder().setSchedule(schedule).setOffset(offset))
            .build(),
        "launch plan L");
  }
}
