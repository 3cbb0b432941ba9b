package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.flytekitplugins.jflyte.closure.ScheduleVerdicts.Verdict;

class CronExpressionTest {
  private static final List<Tuple2<Integer, Integer>> BOUNDS =
      List.of(Tuple.of(0, 59), Tuple.of(0, 23), Tuple.of(1, 31), Tuple.of(1, 12), Tuple.of(0, 6));

  @Example
  void flyteadminsParserSaysTheSame() throws IOException {
    List<Verdict> verdicts = ScheduleVerdicts.read();

    assertThat(verdicts).hasSizeGreaterThan(400);
    assertThat(verdicts)
        .filteredOn(
            verdict -> verdict.taken() != (CronExpression.fault(verdict.schedule()) == null))
        .isEmpty();
  }

  @Example
  void aFaultNamesTheFieldAndTheValue() {
    assertThat(CronExpression.fault("61 * * * *"))
        .isEqualTo("its minute \"61\" is not within 0 to 59");
    assertThat(CronExpression.fault("0 0 * * 7"))
        .isEqualTo("its day of the week \"7\" is not within 0 to 6 or sun to sat");
    assertThat(CronExpression.fault("0 0 * oct-mar *"))
        .isEqualTo("its month \"oct-mar\" ends before it begins");
    assertThat(CronExpression.fault("*/0 * * * *"))
        .isEqualTo("its minute \"*/0\" has a step that is no number above 0");
    assertThat(CronExpression.fault("0 1-2-3 * * *"))
        .isEqualTo("its hour \"1-2-3\" is no value, range or step");
    assertThat(CronExpression.fault("cron(0 0 * * ? *)")).isEqualTo("it has 6 fields instead of 5");
    assertThat(CronExpression.fault("daily")).isEqualTo("it has 1 field instead of 5");
    assertThat(CronExpression.fault("@reboot")).isEqualTo("there is no such word");
    assertThat(CronExpression.fault("@every 5d")).isEqualTo("\"5d\" is no duration such as 1h30m");
    assertThat(CronExpression.fault("TZ=Europe/Atlantis 0 0 * * *"))
        .isEqualTo("there is no time zone \"Europe/Atlantis\"");
    assertThat(CronExpression.fault("TZ=UTC")).isEqualTo("it has a time zone and nothing else");
  }

  @Property
  void fieldsWithinTheirBoundsAreTaken(@ForAll("schedules") String schedule) {
    assertThat(CronExpression.fault(schedule)).isNull();
  }

  @Property
  void aValueBeyondItsBoundsIsRefusedWhereverItStands(
      @ForAll("schedules") String schedule, @ForAll("beyond") Tuple2<Integer, Integer> beyond) {
    String[] fields = schedule.split(" ");
    fields[beyond.get1()] += "," + beyond.get2();

    assertThat(CronExpression.fault(String.join(" ", fields)))
        .contains("\"" + beyond.get2() + "\" is not within ");
  }

  @Provide
  Arbitrary<String> schedules() {
    return Combinators.combine(BOUNDS.stream().map(CronExpressionTest::fields).toList())
        .as(fields -> String.join(" ", fields));
  }

  @Provide
  Arbitrary<Tuple2<Integer, Integer>> beyond() {
    return Arbitraries.integers()
        .between(0, 4)
        .flatMap(
            field ->
                Arbitraries.oneOf(
                        Arbitraries.integers().between(BOUNDS.get(field).get2() + 1, 1000),
                        Arbitraries.integers()
                            .between(0, 1000)
                            .filter(
                                value ->
                                    value < BOUNDS.get(field).get1()
                                        || value > BOUNDS.get(field).get2()))
                    .map(value -> Tuple.of(field, value)));
  }

  private static Arbitrary<String> fields(Tuple2<Integer, Integer> bounds) {
    Arbitrary<Integer> value = Arbitraries.integers().between(bounds.get1(), bounds.get2());
    Arbitrary<String> base =
        Arbitraries.oneOf(
            Arbitraries.of("*", "?"),
            value.map(String::valueOf),
            Combinators.combine(value, value).as((a, b) -> Math.min(a, b) + "-" + Math.max(a, b)));
    Arbitrary<String> step =
        Arbitraries.oneOf(
            Arbitraries.just(""), Arbitraries.integers().between(1, 99).map(by -> "/" + by));
    return Combinators.combine(base, step)
        .as((range, by) -> range + by)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(ranges -> String.join(",", ranges));
  }
}
