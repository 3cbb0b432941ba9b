package org.flytekitplugins.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a job ends, in the numbers that Flyte can carry. */
class RunPolicyTest {
  private static final Duration LONGEST = Duration.ofSeconds(Integer.MAX_VALUE);

  @Test
  void everythingIsOpenUnlessSet() {
    assertThat(RunPolicy.empty())
        .isEqualTo(RunPolicy.builder().build())
        .hasToString(
            "RunPolicy{cleanPodPolicy=null, ttlAfterFinished=null, activeDeadline=null,"
                + " backoffLimit=null}");
  }

  @Test
  void theLeastAndTheMostAreKept() {
    assertThat(
            RunPolicy.builder()
                .cleanPodPolicy(CleanPodPolicy.ALL)
                .ttlAfterFinished(Duration.ofSeconds(1))
                .activeDeadline(LONGEST)
                .backoffLimit(1)
                .build())
        .hasToString(
            "RunPolicy{cleanPodPolicy=ALL, ttlAfterFinished=PT1S,"
                + " activeDeadline=PT596523H14M7S, backoffLimit=1}");
  }

  static Stream<Arguments> durations() {
    return Stream.of(
        arguments(
            Duration.ZERO,
            "is PT0S, but Flyte takes less than a second for unset: use at least" + " PT1S"),
        arguments(
            Duration.ofMillis(999),
            "is PT0.999S, but Flyte takes less than a second for unset: use at least PT1S"),
        arguments(
            Duration.ofSeconds(-5),
            "is PT-5S, but a duration cannot be negative: use at least PT1S"),
        arguments(
            Duration.ofMillis(1500),
            "is PT1.5S, but the job counts in whole seconds: drop the fraction"),
        arguments(
            LONGEST.plusSeconds(1),
            "is PT596523H14M8S, but the job holds at most 2147483647 seconds: shorten it, or leave"
                + " it out for no end"));
  }

  @ParameterizedTest
  @MethodSource("durations")
  void aDurationIsWholeSecondsThatFlyteCanCarry(Duration duration, String problem) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> RunPolicy.builder().ttlAfterFinished(duration).build())
        .withMessage("ttlAfterFinished " + problem);
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> RunPolicy.builder().activeDeadline(duration).build())
        .withMessage("activeDeadline " + problem);
  }

  @Test
  void aBackoffLimitOfZeroCannotBeSaid() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> RunPolicy.builder().backoffLimit(0).build())
        .withMessage(
            "backoffLimit is 0, but Flyte takes 0 for unset: use 1 or more, or leave it out;"
                + " restartPolicy NEVER means no restarts");
  }

  @Test
  void aBackoffLimitIsNotNegative() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> RunPolicy.builder().backoffLimit(-1).build())
        .withMessage(
            "backoffLimit is -1, but a count cannot be negative: use 1 or more, or leave it out;"
                + " restartPolicy NEVER means no restarts");
  }

  @Property(tries = 200)
  @Domain(Clusters.class)
  void aBuilderOfAPolicyBuildsIt(@ForAll RunPolicy policy) {
    assertThat(policy.toBuilder().build()).isEqualTo(policy).hasSameHashCodeAs(policy);
    assertThat(Serialized.copyOf(policy)).isEqualTo(policy);
  }
}
