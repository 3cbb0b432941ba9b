package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
  private static final Replica WORKER_1 = Replica.of(ReplicaType.WORKER, 1);
  private static final Replica PS_0 = Replica.of(ReplicaType.PS, 0);

  @Test
  void aPlanIsRead() {
    assertThat(
            FaultPlan.parse(
                "worker-1@200, kill ps-0@1500ms,freeze worker-1@5s , freeze ps-0@7+2m, evict"
                    + " worker-1@0, delete worker-1@3, drain ps-0@2m, delay  ps-0@0s"))
        .isEqualTo(
            FaultPlan.of(
                Fault.kill(WORKER_1, 200),
                Fault.kill(PS_0, Duration.ofMillis(1500)),
                Fault.freeze(WORKER_1, Duration.ofSeconds(5), null),
                Fault.freeze(PS_0, 7, Duration.ofMinutes(2)),
                Fault.evict(WORKER_1, 0),
                Fault.delete(WORKER_1, 3),
                Fault.drain(PS_0, Duration.ofMinutes(2)),
                Fault.delay(PS_0, Duration.ZERO)));
    assertThat(FaultPlan.parse(" ")).isEqualTo(FaultPlan.none());
  }

  @Property(tries = 300)
  void whatIsWrittenReadsBack(@ForAll("faults") Fault first, @ForAll("faults") Fault second) {
    FaultPlan plan = FaultPlan.of(first, second);

    assertThat(FaultPlan.parse(plan.toString())).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          worker-1              | a fault is written [ACTION ]REPLICA@WHEN
          worker-1@             | a fault is written [ACTION ]REPLICA@WHEN
          worker-1@-1           | a fault is written [ACTION ]REPLICA@WHEN
          worker-1@5h           | a fault is written [ACTION ]REPLICA@WHEN
          worker@200            | a fault is written [ACTION ]REPLICA@WHEN
          explode worker-1@200  | what happens is kill, freeze, delete, drain, evict or delay
          delay worker-1@200    | a start is delayed by a time, not until a step
          worker-1@200+3s       | only a freeze has a length
          evict worker-1@5s+3s  | only a freeze has a length
          """)
  void whatIsNoFaultIsRefused(String text, String rule) {
    assertThatThrownBy(() -> Fault.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "fault is \""
                + text
                + "\", but "
                + rule
                + ": write for example worker-1@200, worker-1@5s, freeze ps-0@200+3s or delay"
                + " worker-1@5s");
  }

  @Test
  void whatIsNoReplicaIsRefused() {
    assertThatThrownBy(() -> Fault.parse("wroker-1@200"))
        .hasMessageContaining("replica is \"wroker-1\"");
  }

  @Test
  void anEmptyPlaceBetweenCommasIsRefused() {
    assertThatThrownBy(() -> FaultPlan.parse("worker-1@200,,ps-0@1"))
        .hasMessageStartingWith("fault is \"\"");
  }

  @Test
  void partsOfAMillisecondAreRefused() {
    assertThatThrownBy(() -> Fault.kill(WORKER_1, Duration.ofNanos(1)))
        .hasMessageContaining("PT0.000000001S, but faults are timed in whole milliseconds");
    assertThatThrownBy(() -> Fault.kill(WORKER_1, -1)).hasMessageContaining("steps are counted");
  }

  @Provide
  static Arbitrary<Fault> faults() {
    Arbitrary<Replica> replicas =
        Combinators.combine(
                Arbitraries.of(ReplicaType.class), Arbitraries.integers().between(0, 99))
            .as(Replica::of);
    Arbitrary<Long> steps = Arbitraries.longs().between(0, 999_999_999_999_999_999L);
    Arbitrary<Duration> durations =
        Arbitraries.longs().between(0, 999_999_999).map(Duration::ofMillis);
    Arbitrary<Duration> lengths = durations.injectNull(0.3);
    return Arbitraries.oneOf(
        Combinators.combine(replicas, steps).as(Fault::kill),
        Combinators.combine(replicas, durations).as(Fault::kill),
        Combinators.combine(replicas, steps, lengths).as(Fault::freeze),
        Combinators.combine(replicas, durations, lengths).as(Fault::freeze),
        Combinators.combine(replicas, steps).as(Fault::delete),
        Combinators.combine(replicas, durations).as(Fault::delete),
        Combinators.combine(replicas, steps).as(Fault::drain),
        Combinators.combine(replicas, durations).as(Fault::drain),
        Combinators.combine(replicas, steps).as(Fault::evict),
        Combinators.combine(replicas, durations).as(Fault::evict),
        Combinators.combine(replicas, durations).as(Fault::delay));
  }
}
