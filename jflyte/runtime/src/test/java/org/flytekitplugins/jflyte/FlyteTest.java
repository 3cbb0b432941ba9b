package org.flytekitplugins.jflyte;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Flyte a pod's environment is of. */
class FlyteTest {
  /** What both tell a pod. */
  private static final Map<String, String> BOTH =
      Map.of(
          "FLYTE_INTERNAL_EXECUTION_ID", "r1",
          "FLYTE_INTERNAL_EXECUTION_PROJECT", "digits",
          "FLYTE_INTERNAL_TASK_NAME", "com.acme.Train",
          "FLYTE_ATTEMPT_NUMBER", "0");

  @Test
  void isTheFirstWhereItsPropellerHasStartedThePod() {
    assertThat(Flyte.of(with("FLYTE_INTERNAL_EXECUTION_WORKFLOW", "digits:development:Train")))
        .isEqualTo(Flyte.ONE);
  }

  @Test
  void isTheSecondWhereThePodIsAnActionsOfARun() {
    Map<String, String> pod = with("_U_RUN_BASE", "s3://bucket/digits/development/r1");
    pod.put("ACTION_NAME", "a0");
    pod.put("RUN_NAME", "r1");
    pod.put("_U_ORG_NAME", "");

    assertThat(Flyte.of(pod)).isEqualTo(Flyte.TWO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RUN_NAME", "ACTION_NAME", "_U_ORG_NAME", "FLYTE_INTERNAL_NAME"})
  void isTheFirstWhereOnlyAVariableSaysOtherwiseThatMayBeAnybodys(String name) {
    assertThat(Flyte.of(with(name, "mine"))).isEqualTo(Flyte.ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void isTheFirstWhereTheRunHasNoPlace(String base) {
    assertThat(Flyte.of(with("_U_RUN_BASE", base))).isEqualTo(Flyte.ONE);
  }

  @Test
  void isTheFirstWhereThereIsNone() {
    assertThat(Flyte.of(Map.of())).isEqualTo(Flyte.ONE);
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> environment = new HashMap<>(BOTH);
    environment.put(name, value);
    return environment;
  }
}
